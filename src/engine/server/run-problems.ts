/** Which problems a text has that was analysed and simulated: the Problems view has one list, and two tasks add to it. */
import type { SimulationResult } from "../analysis/simulate";
import type { Problem } from "../findings/problem";

/**
 * `analysed`: the analysis' problems, `null` before it has finished. What only a run can know (its end, its data, the
 * expectations that waited for it) is the run's, and all else the analysis', whichever comes later: the analysis may have been
 * a more patient one than the run's own. For equal patience this is the run's own list.
 */
export function withRun(analysed: readonly Problem[] | null, run: SimulationResult | null): readonly Problem[] | null {
  if (run === null || run.kind === "refused") return analysed;
  if (run.kind === "invalid") return analysed === null ? run.problems : [...analysed, ...run.problems.filter(isOfRun)];
  const { problems } = run.report;
  if (analysed === null) return problems;
  const pending = analysed.filter(({ code }) => code === "expect.needs-run");
  const answersPending = ({ code, range }: Problem): boolean =>
    code === "expect.failed" && pending.some((one) => isSame(one.range, range));
  // Samples in a file are seen by runs alone.
  const seen = analysed.some(({ code }) => code === "training.dead-units");
  const isOfItsData = ({ code }: Problem): boolean => code === "training.dead-units" && !seen;
  return [
    ...analysed.filter(({ code }) => code !== "expect.needs-run"),
    ...problems.filter((one) => isOfRun(one) || isOfItsData(one) || answersPending(one)),
  ];
}

/** Raised by simulations alone. */
function isOfRun({ code }: Problem): boolean {
  return code.startsWith("flow.") || code.startsWith("data.");
}

function isSame(a: Problem["range"], b: Problem["range"]): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
