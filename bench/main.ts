/**
 * npm run bench: everything; with --growth only how cost grows with size, with --flows only the integrations, with --sweeps only
 * those; with --coverage nothing but how many error bars of predicted escape times hold.
 */
import { compare } from "./comparisons";
import { showCoverage } from "./coverage";
import { compareFlows } from "./flows";
import { showGrowth } from "./growth";
import { compareSweeps } from "./sweeps";

const out = process.env.BENCH_OUT ?? "out/bench";
const [growthOnly, flowsOnly, sweepsOnly] = ["--growth", "--flows", "--sweeps"].map((option) =>
  process.argv.includes(option),
);
const coverageOnly = process.argv.includes("--coverage");
if (coverageOnly) showCoverage();
else if (!growthOnly) {
  if (!flowsOnly && !sweepsOnly) compare();
  if (!sweepsOnly) compareFlows();
  if (!flowsOnly) compareSweeps(out);
  console.log("");
}
if (!coverageOnly && !flowsOnly && !sweepsOnly) showGrowth(out);
