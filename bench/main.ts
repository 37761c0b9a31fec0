/**
 * npm run bench: everything; with --growth only how cost grows with size, with --flows only the integrations, with --sweeps and
 * --responses only those.
 */
import { compare } from "./comparisons";
import { compareFlows } from "./flows";
import { showGrowth } from "./growth";
import { showResponses } from "./responses";
import { compareSweeps } from "./sweeps";

const out = process.env.BENCH_OUT ?? "out/bench";
const parts: readonly (readonly [option: string | null, run: () => unknown])[] = [
  [null, compare],
  ["--flows", compareFlows],
  ["--sweeps", () => compareSweeps(out)],
  ["--responses", showResponses],
  ["--growth", () => showGrowth(out)],
];
const asked = parts.filter(([option]) => option !== null && process.argv.includes(option));
void (async () => {
  for (const [, run] of asked.length > 0 ? asked : parts) await run();
})();
