// `npm test`: everything that must hold, on a fresh clone, closing with one line "N passed, N failed".
//   npm test -- --unit      type checks, lint, format, unused code and the tests that need no editor
//   npm test -- --editor    the tests in the real editor alone
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import util from "node:util"; // not by name: an older Node could not even say that it is too old
import { globSync } from "./glob.mjs";
import { installPackages, requireNode, root, step, succeeds } from "./prepare.mjs";

/** The title of a suite that runs beside another one. */
const BESIDE = "beside them";
const counts = { passed: 0, failed: 0, skipped: 0 };
const outFolder = path.join(root, "out");

requireNode();
const { unit, editor } = readOptions();
const start = Date.now();
try {
  await installPackages(root, "installing npm packages");
  const built = await check("build", "scripts/build.mjs");
  // Each keeps one core busy: together they take no longer than the unit tests alone.
  if (unit)
    await Promise.all([
      checksBeside(),
      runMocha("unit tests, and beside them type checks, lint, format and unused code", "scripts/unit.mjs"),
    ]);
  if (editor) await editorTests(built);
} catch (error) {
  console.error(error.message);
  counts.failed++;
}
console.log(`\n${Math.round((Date.now() - start) / 1000)} s in all`);
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ""}`,
);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Without an option, all parts. */
function readOptions() {
  try {
    const { values } = util.parseArgs({ options: { unit: { type: "boolean" }, editor: { type: "boolean" } } });
    const all = !values.unit && !values.editor;
    return { unit: all || values.unit, editor: all || values.editor };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm test [-- --unit | --editor]`);
    process.exit(2);
  }
}

/** Runs one of our scripts; its failure counts as one failed test. */
async function check(title, ...args) {
  const good = await step(title, () => succeeds(process.execPath, args));
  if (!good) {
    counts.failed++;
    console.error(`${title}: FAILED`);
  }
  return good;
}

/** What they print is shown when they have ended. */
async function checksBeside() {
  for (const [title, ...args] of [
    ["type checks", "scripts/typecheck.mjs"],
    ["lint", "node_modules/eslint/bin/eslint.js", "src", "test", "bench"],
    ["format", "node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."],
    ["unused code (knip)", "node_modules/knip/bin/knip.js"],
  ]) {
    const good = await printedAtTheEnd(args);
    console.log(`${title}: ${good ? "passed" : "FAILED"}`);
    if (!good) counts.failed++;
  }
}

/** Whether one of our scripts succeeds; what it prints is shown when it has ended. */
async function printedAtTheEnd(args) {
  const printed = [];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  const [status] = await once(child, "close");
  process.stdout.write(Buffer.concat(printed));
  return status === 0;
}

async function editorTests(built) {
  if (process.env.SKIP_E2E === "1") {
    console.warn("\n*** SKIP_E2E=1: THE TESTS IN THE REAL EDITOR WERE NOT RUN ***\n");
    return;
  }
  if (!built) throw new Error("The tests in the real editor need a build, and the build failed.");
  const { installBrowser, installEditor } = await import("../test/vscode/setup.mjs");
  await installEditor();
  await installBrowser();
  rmSync(path.join(root, "test-results"), { recursive: true, force: true });
  const files = globSync(path.join(root, "test/vscode"), (file) => file.endsWith(".test.mjs")).sort();
  // They mostly wait for the editor: two at a time, each with a server and a window of its own. `npm start` builds anew what
  // the others have open, so it comes last.
  const together = files.filter((file) => !file.endsWith("start.test.mjs"));
  const mocha = ["node_modules/mocha/bin/mocha.js", "--timeout=600000", "--slow=60000"];
  const half = (rest) => together.filter((_, index) => index % 2 === rest);
  await Promise.all([
    runMocha("tests in the real editor", ...mocha, ...half(0)),
    runMocha(BESIDE, ...mocha, ...half(1)),
  ]);
  await runMocha("npm start in the real editor", ...mocha, ...files.filter((file) => !together.includes(file)));
}

/**
 * Runs a suite and adds what it counted; a suite that ends without a count, or fails beyond its count, failed once. What one
 * `BESIDE` another prints is shown when it has ended.
 */
async function runMocha(title, ...args) {
  mkdirSync(outFolder, { recursive: true });
  const output = path.join(outFolder, title === BESIDE ? "counts-beside.json" : "counts.json");
  rmSync(output, { force: true });
  const reporter = [
    "--forbid-only",
    `--reporter=${path.join(root, "scripts/counting-reporter.cjs")}`,
    `--reporter-option=output=${output}`,
  ];
  const good =
    title === BESIDE
      ? await printedAtTheEnd([...args, ...reporter])
      : await step(title, async () => {
          const all = [...args, ...reporter];
          const child = spawn(process.execPath, all, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
          const [status] = await once(child, "close");
          return status === 0;
        });
  const counted = readCounts(output);
  for (const kind of Object.keys(counts)) counts[kind] += counted[kind];
  if (!good && counted.failed === 0) counts.failed++;
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
