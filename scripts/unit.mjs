// Compiles test/**/*.test.ts (not test/vscode, which needs the real editor) and runs it with mocha, on all cores.
//   node scripts/unit.mjs [path fragment …]      only the test files whose path contains a fragment
import { spawnSync } from "node:child_process";
import { globSync } from "./glob.mjs";
import { cpSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const fragments = process.argv.slice(2).filter((a) => !a.startsWith("-"));
const flags = process.argv.slice(2).filter((a) => a.startsWith("-"));
const files = globSync(
  path.join(root, "test"),
  (f) => f.endsWith(".test.ts") && !f.includes(`${path.sep}vscode${path.sep}`),
).filter((f) => fragments.length === 0 || fragments.some((part) => f.includes(part)));
if (files.length === 0) {
  console.error("no test file matches");
  process.exit(1);
}
// A folder of its own, so that two runs at a time do not take each other's files.
const outdir = path.join(root, "out/unit", String(process.pid));
const programs = path.join(outdir, "programs");
const node = { platform: "node", format: "cjs", target: "node20", logLevel: "warning" };
await Promise.all([
  // Module by module, so that a process that runs many test files loads and warms each module once.
  build({
    ...node,
    entryPoints: ["src", "test"].flatMap((room) => globSync(path.join(root, room), (f) => f.endsWith(".ts"))),
    outdir,
    outbase: root,
    sourcemap: "inline",
  }),
  // What the tests start as a process or a thread: test/engine/worker/programs.ts.
  build({
    ...node,
    entryPoints: {
      server: path.join(root, "src/engine/server/entry/node.ts"),
      worker: path.join(root, "src/engine/worker/node.ts"),
      "scripted-thread": path.join(root, "test/engine/worker/scripted-thread.ts"),
    },
    outdir: programs,
    bundle: true,
    // Large, and loaded when a file first needs it.
    external: ["h5wasm"],
    mainFields: ["module", "main"],
  }),
]);
cpSync(path.join(root, "test/fixtures"), path.join(outdir, "test/fixtures"), { recursive: true });
/** Milliseconds. It ends what hangs; nothing is too slow below it, however busy the machine is. */
const HANGS = "300000";
// Mocha's own choice leaves one core out, which on two is no parallel run at all.
const jobs = Math.max(2, availableParallelism());
const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
const run = spawnSync(
  process.execPath,
  [
    "--enable-source-maps",
    mocha,
    ...files.map((file) => path.join(outdir, path.relative(root, file).replace(/\.ts$/, ".js"))),
    `--timeout=${HANGS}`,
    ...(files.length > 1 ? ["--parallel", `--jobs=${jobs}`] : []),
    ...flags,
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, INTRINSIC_TEST_PROGRAMS: programs } },
);
rmSync(outdir, { recursive: true, force: true });
process.exit(run.status ?? 1);
