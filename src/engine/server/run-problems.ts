/** The problems of a document that was analysed and simulated, for the one list that its session publishes. */
import type { SimulationResult } from "../analysis/simulate";
import type { Problem } from "../findings/problem";
import { isOfRun, problemsWithRun } from "../findings/run-problems";

/** `analysed`: the analysis' problems, `null` before it has finished. */
export function withRun(analysed: readonly Problem[] | null, run: SimulationResult | null): readonly Problem[] | null {
  if (run === null || run.kind === "refused") return analysed;
  if (run.kind === "invalid") return analysed === null ? run.problems : [...analysed, ...run.problems.filter(isOfRun)];
  return analysed === null ? run.report.problems : problemsWithRun(analysed, run.report.problems);
}
