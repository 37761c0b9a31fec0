/** npm run bench: everything; with --growth only how cost grows with size, with --flows only the integrations. */
import { compare } from "./comparisons";
import { compareFlows } from "./flows";
import { showGrowth } from "./growth";

const [growthOnly, flowsOnly] = ["--growth", "--flows"].map((option) => process.argv.includes(option));
if (!growthOnly) {
  if (!flowsOnly) compare();
  compareFlows();
  console.log("");
}
if (!flowsOnly) showGrowth(process.env.BENCH_OUT ?? "out/bench");
