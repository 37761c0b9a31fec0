// npm run bench: ours, a peer and their ratio, measured in one run on this machine. Peers that are not installed are left
// out and named. No test depends on any of these numbers.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
if (process.argv.includes("--editor")) {
  await import("./editor.mjs");
  process.exit();
}
const out = path.resolve(here, "../out/bench");
mkdirSync(out, { recursive: true });
await build({
  entryPoints: [path.join(here, "main.ts")],
  outfile: path.join(out, "main.cjs"),
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "warning",
  mainFields: ["module", "main"],
  // Large, and only for HDF5.
  external: ["h5wasm"],
});
const growthOnly = process.argv.includes("--growth");
const linbox = path.join(out, "linbox-rank");
const flags = growthOnly
  ? { status: 1, stdout: "" }
  : spawnSync("pkg-config", ["--cflags", "--libs", "fflas-ffpack"], { encoding: "utf8" });
const compiled =
  flags.status === 0 &&
  spawnSync("g++", [
    "-O3",
    "-march=native",
    "-o",
    linbox,
    path.join(here, "peers/linbox-rank.cpp"),
    ...flags.stdout.trim().split(/\s+/),
  ]).status === 0;
const pythonWith = (module) =>
  growthOnly
    ? ""
    : (["/usr/bin/python3", "python3"].find((python) => spawnSync(python, ["-c", `import ${module}`]).status === 0) ??
      "");
const env = {
  ...process.env,
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  BENCH_OUT: out,
  BENCH_LINBOX: compiled ? linbox : "",
  BENCH_PYTHON: pythonWith("numpy"),
  BENCH_TORCH: pythonWith("torch"),
  BENCH_BLOCKS: path.join(here, "peers/blocks_torch.py"),
  BENCH_METRIC: path.join(here, "peers/dense_metric.py"),
  BENCH_FLOW: path.join(here, "peers/flow_scipy.py"),
  BENCH_SQUARES: path.join(here, "peers/sum_squares.py"),
  BENCH_GRAMS: path.join(here, "peers/gram_diagonals.py"),
};
const { status } = spawnSync(process.execPath, [path.join(out, "main.cjs"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env,
});
process.exit(status ?? 1);
