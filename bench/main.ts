/** npm run bench: everything; with --growth only how cost grows with size. */
import { compare } from "./comparisons";
import { showGrowth } from "./growth";

if (!process.argv.includes("--growth")) {
  compare();
  console.log("");
}
showGrowth(process.env.BENCH_OUT ?? "out/bench");
