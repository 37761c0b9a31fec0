// Bundles everything into dist/ and holds each bundle to its budget.
//   node scripts/build.mjs [--dev] [--watch] [--partial]
//   --dev      source maps, not minified        --watch    build again on every change
//   --partial  skip bundles whose entry is not written yet
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { globSync } from "./glob.mjs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const has = (flag) => process.argv.includes(flag);
const dev = has("--dev") || has("--watch");
const kB = 1000;

const node = { charset: "utf8", platform: "node", format: "cjs", target: "node20" };
const browser = { platform: "browser", format: "iife", target: "es2022" };

// The language client's library is large and not needed to activate: a bundle of its own, required when first used.
const clientApart = {
  name: "client apart",
  setup: ({ onResolve }) =>
    void onResolve({ filter: /^\.\/client$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./client.js", external: true } : undefined,
    ),
};
// The charts' zoom works without this library, which is for touch screens only: the page leaves scrolling to the finger.
const noGestures = {
  name: "no gestures",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^hammerjs$/ }, () => ({ path: "no-gestures", namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default null;" }));
  },
};
const extension = { ...node, external: ["vscode"], supported: { "dynamic-import": false }, plugins: [clientApart] };

const bundles = [
  { out: "extension.js", entry: "src/extension/extension.ts", budget: 300 * kB, options: extension },
  { out: "client.js", entry: "src/extension/engine/client.ts", budget: 450 * kB, options: extension },
  { out: "server.js", entry: "src/engine/server/entry/node.ts", budget: 1000 * kB, options: node },
  { out: "worker.js", entry: "src/engine/worker/node.ts", budget: 500 * kB, options: node },
  { out: "cli.js", entry: "src/engine/cli/main.ts", budget: 1500 * kB, options: node },
  {
    out: "webview/main.js",
    entry: "src/webview/main.ts",
    budget: 700 * kB,
    options: { ...browser, plugins: [noGestures] },
  },
  {
    out: "webview/panel.css",
    entry: "src/webview/panel.css",
    budget: 100 * kB,
    options: { loader: { ".woff2": "empty", ".woff": "empty", ".ttf": "empty" } },
  },
];

const common = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? "linked" : false,
  metafile: true,
  logLevel: "warning",
  legalComments: "none",
  // The "main" (UMD) builds of jsonc-parser and vscode-json-languageservice require their parts at run time: not bundled.
  mainFields: ["module", "main"],
  define: { "process.env.NODE_ENV": dev ? '"development"' : '"production"' },
  absWorkingDir: root,
};

const missing = bundles.filter(({ entry }) => !existsSync(path.join(root, entry)));
for (const { out, entry } of missing) console.log(`skipped    dist/${out}: ${entry} does not exist`);
if (missing.length > 0 && !has("--partial")) {
  console.error("build failed: an entry is missing (--partial builds the others)");
  process.exit(1);
}

const wanted = bundles.filter((bundle) => !missing.includes(bundle));
const contexts = await Promise.all(
  wanted.map((bundle) =>
    context({
      ...common,
      ...bundle.options,
      write: has("--watch"),
      entryPoints: [bundle.entry],
      outfile: `dist/${bundle.out}`,
    }),
  ),
);

if (has("--watch")) {
  await Promise.all(contexts.map((one) => one.watch()));
  console.log("watching …");
} else {
  const built = await Promise.allSettled(contexts.map((one) => one.rebuild()));
  await Promise.all(contexts.map((one) => one.dispose()));
  const done = built.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (done.length === built.length) replaceDist(done.flatMap(({ outputFiles }) => outputFiles));
  const good = built.map(
    (result, index) => result.status === "fulfilled" && withinBudget(wanted[index], result.value.metafile),
  );
  process.exitCode = good.every(Boolean) ? 0 : 1;
}

/** File by file, each whole at every moment: an editor may be running from dist. A failed build changes nothing. */
function replaceDist(files) {
  for (const { path: file, contents } of files) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}.new`, contents);
    renameSync(`${file}.${process.pid}.new`, file);
  }
  const current = new Set(files.map((file) => file.path));
  for (const file of globSync(path.join(root, "dist"), (name) => !name.endsWith(".new")))
    if (!current.has(file)) rmSync(file, { force: true });
}

/** Prints a bundle's size; budgets hold for what is shipped, so a --dev build is only told. */
function withinBudget({ out, budget }, { outputs }) {
  const { bytes, inputs } = outputs[`dist/${out}`];
  const over = bytes > budget;
  console.log(`${over ? "OVER    " : "ok      "}   dist/${out}: ${Math.round(bytes / kB)} kB of ${budget / kB} kB`);
  if (!over || dev) return true;
  const largest = Object.entries(inputs)
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 8);
  for (const [file, { bytesInOutput }] of largest)
    console.log(`             ${Math.round(bytesInOutput / kB)} kB  ${file}`);
  return false;
}
