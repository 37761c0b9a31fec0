/** The problems of a document that was analysed and simulated, for the one list that its session publishes. */
import type { Problem } from "../findings/problem";
import { isOfRun, problemsWithRun } from "../findings/run-problems";
import type { Report } from "../report/types";
import type { Outcome } from "../tasks/task";

/** `analysed`: the analysis' problems, `null` before it has finished. */
export function withRun(analysed: readonly Problem[] | null, run: Outcome<Report> | null): readonly Problem[] | null {
  if (run === null || run.kind === "refused") return analysed;
  if (run.kind === "invalid") return analysed === null ? run.problems : [...analysed, ...run.problems.filter(isOfRun)];
  return analysed === null ? run.result.problems : problemsWithRun(analysed, run.result.problems);
}
