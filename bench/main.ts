/**
 * npm run bench: everything; with --growth only how cost grows with size, with --flows only the integrations, with --blocks,
 * --sweeps, --responses, --checkpoints and --audits only those; with --coverage nothing but how many error bars of predicted escape times hold.
 */
import { compareBlocks } from "./blocks";
import { auditLarge } from "./audits";
import { readCheckpoints } from "./checkpoints";
import { compare } from "./comparisons";
import { showCoverage } from "./coverage";
import { compareFlows } from "./flows";
import { showGrowth } from "./growth";
import { showResponses } from "./responses";
import { compareSweeps } from "./sweeps";

const out = process.env.BENCH_OUT ?? "out/bench";
const parts: readonly (readonly [option: string | null, run: () => unknown])[] = [
  [null, compare],
  ["--flows", compareFlows],
  ["--blocks", compareBlocks],
  ["--sweeps", () => compareSweeps(out)],
  ["--responses", showResponses],
  ["--checkpoints", () => readCheckpoints(out)],
  ["--audits", () => auditLarge(out)],
  ["--growth", () => showGrowth(out)],
];
/** Minutes long, and no measure of speed: only when asked for. */
const ONLY_ASKED: typeof parts = [["--coverage", showCoverage]];
const asked = [...parts, ...ONLY_ASKED].filter(([option]) => option !== null && process.argv.includes(option));
void (async () => {
  for (const [, run] of asked.length > 0 ? asked : parts) await run();
})();
