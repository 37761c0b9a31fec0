/** npm run bench: everything; with --growth only how cost grows with size. */
import { compare } from "./comparisons";
import { compareFlows } from "./flows";
import { showGrowth } from "./growth";

if (!process.argv.includes("--growth")) {
  compare();
  compareFlows();
  console.log("");
}
showGrowth(process.env.BENCH_OUT ?? "out/bench");
