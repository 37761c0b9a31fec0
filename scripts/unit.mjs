// Bundles test/**/*.test.ts (not test/vscode, which needs the real editor) and runs it with mocha, on all cores.
//   node scripts/unit.mjs [path fragment …]      only the test files whose path contains a fragment
import { spawnSync } from "node:child_process";
import { globSync } from "./glob.mjs";
import { rmSync } from "node:fs";
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
await build({
  entryPoints: files,
  outdir,
  outbase: path.join(root, "test"),
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
});
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
    "--recursive",
    outdir,
    `--timeout=${HANGS}`,
    ...(files.length > 1 ? ["--parallel", `--jobs=${jobs}`] : []),
    ...flags,
  ],
  { cwd: root, stdio: "inherit" },
);
rmSync(outdir, { recursive: true, force: true });
process.exit(run.status ?? 1);
