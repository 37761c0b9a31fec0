/** Which problems a text has that was analysed and simulated: there is one list of them, and two tasks add to it. */
import type { Problem } from "./problem";

/**
 * `analysed` and `run`: the problems of an analysis and of a finished run of the same text. What only a run can know
 * (its end, its data, the expectations that waited for it) is the run's, and all else the analysis', whichever comes
 * later: the analysis may have been a more patient one than the run's own. For equal patience this is the run's own
 * list.
 */
export function problemsWithRun(analysed: readonly Problem[], run: readonly Problem[]): readonly Problem[] {
  const pending = analysed.filter(waitsForRun);
  const answersPending = ({ code, range }: Problem): boolean =>
    code === "expect.failed" && pending.some((one) => isSame(one.range, range));
  // Samples in a file are seen by runs alone.
  const seen = analysed.some(isOfData);
  return [
    ...analysed.filter((one) => !waitsForRun(one)),
    ...run.filter((one) => isOfRun(one) || (isOfData(one) && !seen) || answersPending(one)),
  ];
}

/** It asks for a run, and is answered by one. */
export function waitsForRun({ code }: Problem): boolean {
  return code === "expect.needs-run";
}

/** It speaks of the samples. */
function isOfData({ code }: Problem): boolean {
  return code === "training.dead-units";
}

/** Raised by simulations alone. */
export function isOfRun({ code }: Problem): boolean {
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
