// Bundles everything into dist/ and holds each bundle to its budget.
//   node scripts/build.mjs [--dev] [--watch] [--partial]
//   --dev      source maps, not minified        --watch    build again on every change
//   --partial  skip bundles whose entry is not written yet
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { context } from "esbuild";
import { BUDGETS, bundles, kB, optionsFor, root } from "./bundles.mjs";
import { globSync } from "./glob.mjs";
import { NOTICES, noticesOf } from "./notices.mjs";

const has = (flag) => process.argv.includes(flag);
const dev = has("--dev") || has("--watch");

const missing = bundles.filter(({ entry }) => !existsSync(path.join(root, entry)));
for (const { out, entry } of missing) console.log(`skipped    dist/${out}: ${entry} does not exist`);
if (missing.length > 0 && !has("--partial")) {
  console.error("build failed: an entry is missing (--partial builds the others)");
  process.exit(1);
}

const wanted = bundles.filter((bundle) => !missing.includes(bundle));
const contexts = await Promise.all(wanted.map((bundle) => context(optionsFor(bundle, { dev, write: has("--watch") }))));

if (has("--watch")) {
  await Promise.all(contexts.map((one) => one.watch()));
  console.log("watching …");
} else {
  const built = await Promise.allSettled(contexts.map((one) => one.rebuild()));
  await Promise.all(contexts.map((one) => one.dispose()));
  const done = built.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const metafiles = done.map(({ metafile }) => metafile);
  if (done.length === built.length) {
    const notices = { path: path.join(root, "dist", NOTICES), contents: noticesOf(metafiles) };
    replaceDist([...done.flatMap(({ outputFiles }) => outputFiles), notices]);
  }
  const good = Object.keys(BUDGETS).map((budget) => withinBudget(budget, metafiles));
  process.exitCode = good.every(Boolean) && done.length === built.length ? 0 : 1;
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

/** Prints the sizes of the bundles of one budget; budgets hold for what is shipped, so a --dev build is only told. */
function withinBudget(name, metafiles) {
  const outs = bundles.filter(({ budget }) => budget === name).map(({ out }) => `dist/${out}`);
  const parts = metafiles.flatMap(({ outputs }) =>
    Object.entries(outputs).flatMap(([out, output]) => (outs.includes(out) ? [output] : [])),
  );
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const over = bytes > BUDGETS[name];
  console.log(
    `${over ? "OVER    " : "ok      "}   ${outs.join(" + ")}: ${Math.round(bytes / kB)} kB of ${BUDGETS[name] / kB} kB`,
  );
  if (!over || dev) return true;
  const largest = parts
    .flatMap(({ inputs }) => Object.entries(inputs))
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 8);
  for (const [file, { bytesInOutput }] of largest)
    console.log(`             ${Math.round(bytesInOutput / kB)} kB  ${file}`);
  return false;
}
