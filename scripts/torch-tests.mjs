// npm run test:torch: the engine and python/intrinsic_torch against PyTorch, in a virtual environment of its own (out/torch).
//   node scripts/torch-tests.mjs [--if-possible] [name …]     names: of tests, as unittest has them (-k)
// INTRINSIC_PYTHON=/path/to/python takes that Python, which must have torch, and makes no environment.
// It fails where there is no PyTorch to be had; with --if-possible it says so and succeeds.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { installPackages, root, step } from "./prepare.mjs";

const TORCH = "2.13.0";
/** Each is needed by some tests only, which say so where it is missing. */
const BESIDE = ["numpy", "safetensors", "onnx", "h5py", "transformers", "keras"];
/** Without a network pip soon says so, and nobody waits longer for all of it than that. */
const PATIENCE = ["--retries", "1", "--timeout", "60"];
const LONGEST_INSTALL = 15 * 60_000;
/** How Python's unittest ends where no test was to be run, since 3.12; before, it ends well. */
const NO_TESTS = 5;
const WINDOWS = process.platform === "win32";

const folder = path.join(root, "out/torch");
const ifPossible = process.argv.includes("--if-possible");
const names = process.argv.slice(2).filter((word) => !word.startsWith("-"));

const python = process.env.INTRINSIC_PYTHON ?? (await environment());
if (python === null || !hasTorch(python)) {
  const why = `There is no Python 3.10 or newer with PyTorch ${TORCH} here, and pip could not install it.`;
  console.log(`\n*** THE TESTS AGAINST PYTORCH WERE NOT RUN: ${why} ***\n`);
  process.exit(ifPossible ? 0 : 1);
}
await installPackages(root, "installing npm packages");
const bundles = path.join(folder, `bundles-${process.pid}`);
const [engine, cli, exports] = ["engine", "cli", "exports"].map((name) => path.join(bundles, `${name}.cjs`));
await build({
  entryPoints: {
    engine: path.join(root, "test/torch/engine.ts"),
    cli: path.join(root, "src/engine/cli/main.ts"),
    exports: path.join(root, "test/torch/export-cases.ts"),
  },
  outdir: bundles,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
// Two files at a time, each on one core. What a file prints is shown when it has ended.
const waiting = readdirSync(path.join(root, "test/torch")).filter((file) => file.endsWith("_test.py"));
let good = true;
const inTurn = async () => {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) good = (await passes(file)) && good;
};
await Promise.all([inTurn(), inTurn()]);
rmSync(bundles, { recursive: true, force: true });
console.log(good ? "\nAll tests against PyTorch passed." : "\n*** TESTS AGAINST PYTORCH FAILED ***");
process.exitCode = good ? 0 : 1;

/** Whether the tests of a file do, or it has none of these names. */
async function passes(file) {
  const start = Date.now();
  const printed = [];
  const child = spawn(
    python,
    [
      "-m",
      "unittest",
      "discover",
      "-s",
      path.join(root, "test/torch"),
      "-p",
      file,
      ...names.flatMap((name) => ["-k", name]),
    ],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        OMP_NUM_THREADS: "1",
        PYTHONPATH: path.join(root, "python"),
        PYTHONDONTWRITEBYTECODE: "1",
        INTRINSIC_NODE: process.execPath,
        INTRINSIC_ENGINE: engine,
        INTRINSIC: cli,
        INTRINSIC_EXPORT_CASES: exports,
      },
    },
  );
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  const [status] = await once(child, "close");
  console.log(`- ${file}: ${((Date.now() - start) / 1000).toFixed(1)} s\n${Buffer.concat(printed)}`);
  return status === 0 || (status === NO_TESTS && names.length > 0);
}

/** Its Python, or null where it cannot be made. What is there already stays. */
function environment() {
  const own = path.join(folder, "venv", WINDOWS ? "Scripts/python.exe" : "bin/python");
  if (existsSync(own) && hasTorch(own)) return own;
  mkdirSync(folder, { recursive: true });
  return step("making a virtual environment with PyTorch", () => {
    const base = WINDOWS ? "python" : "python3";
    if (!quiet(base, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"])) return null;
    if (!quiet(base, ["-m", "venv", "--clear", path.join(folder, "venv")])) return null;
    const install = (...packages) =>
      quiet(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PATIENCE, ...packages]);
    // The build for processors where it is served: the other one is twenty times as large.
    if (!install(`torch==${TORCH}+cpu`) && !install(`torch==${TORCH}`)) return null;
    if (!install(...BESIDE))
      for (const one of BESIDE) if (!install(one)) console.log(`  without ${one}, which could not be installed`);
    return own;
  });
}

function hasTorch(command) {
  return quiet(command, ["-c", `import torch, sys; sys.exit(torch.__version__.split("+")[0] != "${TORCH}")`]);
}

function quiet(command, args) {
  return spawnSync(command, args, { stdio: "ignore", timeout: LONGEST_INSTALL }).status === 0;
}
