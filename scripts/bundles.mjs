// What is bundled, from where, how, and how large it may become.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { decompositionsAlone } from "./decompositions-alone.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const kB = 1000;

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
// HDF5 compiled to WebAssembly: larger than all else together, and loaded when the first such file is opened.
const hdf5Apart = {
  name: "hdf5 apart",
  setup: ({ onResolve }) =>
    void onResolve({ filter: /^h5wasm$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./hdf5.js", external: true } : undefined,
    ),
};
const engine = { ...node, plugins: [decompositionsAlone, hdf5Apart] };
// It asks where it lies only to fetch what is within it already.
const hdf5 = { ...node, define: { "import.meta.url": '""' } };
const extension = { ...node, external: ["vscode"], supported: { "dynamic-import": false }, plugins: [clientApart] };

/** In bytes; bundles of one name share their budget. */
export const BUDGETS = {
  // 500 until runs were kept: their store, their view and what changed between two specs belong to the host.
  extension: 550 * kB,
  server: 1000 * kB,
  // 500 until 0.8, 650 until normal distributions were counted exactly, 750 until weights files were read, 1000 until its sentences were looked
  // up in the language of the editor: every type of layer, idea and task, and every format, adds to what one worker must answer.
  worker: 1050 * kB,
  cli: 1500 * kB,
  hdf5: 5000 * kB,
  page: 700 * kB,
  styles: 100 * kB,
};

export const bundles = [
  { out: "extension.js", entry: "src/extension/extension.ts", budget: "extension", options: extension },
  { out: "client.js", entry: "src/extension/engine/client.ts", budget: "extension", options: extension },
  { out: "server.js", entry: "src/engine/server/entry/node.ts", budget: "server", options: engine },
  { out: "worker.js", entry: "src/engine/worker/node.ts", budget: "worker", options: engine },
  { out: "cli.js", entry: "src/engine/cli/main.ts", budget: "cli", options: engine },
  { out: "hdf5.js", entry: "node_modules/h5wasm/dist/esm/hdf5_hl.js", budget: "hdf5", options: hdf5 },
  {
    out: "webview/main.js",
    entry: "src/webview/main.ts",
    budget: "page",
    options: { ...browser, plugins: [noGestures] },
  },
  { out: "webview/panel.css", entry: "src/webview/panel.css", budget: "styles", options: {} },
];

/** esbuild's options for one of them. */
export function optionsFor({ out, entry, options }, { dev = false, write = false } = {}) {
  return {
    bundle: true,
    minify: !dev,
    sourcemap: dev ? "linked" : false,
    metafile: true,
    logLevel: "warning",
    // What the licences ask for stands in one file instead: notices.mjs.
    legalComments: "none",
    // The "main" (UMD) builds of jsonc-parser and vscode-json-languageservice require their parts at run time: not bundled.
    mainFields: ["module", "main"],
    // The package exports one CommonJS file, kept whole; of its modules only the decompositions we use are kept.
    alias: { "ml-matrix": "./node_modules/ml-matrix/src/index.js" },
    define: { "process.env.NODE_ENV": dev ? '"development"' : '"production"' },
    absWorkingDir: root,
    ...options,
    write,
    entryPoints: [entry],
    outfile: `dist/${out}`,
  };
}
