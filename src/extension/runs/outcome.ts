/** What came of a run, in the few words that a list has room for. No vscode in here. */
import { formatNumber } from "../../engine/findings/numbers";
import type { RunResult } from "../../engine/protocol/runs";
import type { TrajectorySection } from "../../engine/report/run/facts";
import type { SweepResult } from "../../engine/report/sweep";
import { verdictOf } from "../../engine/report/verdict";
import { t } from "../../engine/findings/language";
import { statusWord } from "../../engine/report/run/words";

export function outcomeOf(result: RunResult): string {
  switch (result.kind) {
    case "report":
      return result.report.trajectory === null
        ? verdictOf(result.report).short
        : trajectoryOutcome(result.report.trajectory);
    case "trajectory":
      return trajectoryOutcome(result.trajectory);
    case "sweep":
      return result.stopped ? t`stopped, ${sweepOutcome(result.sweep)}` : sweepOutcome(result.sweep);
    case "listing":
      return t`up to degree ${result.degree}`;
    case "none":
      return result.why;
  }
}

/** "done, loss 1.2 → 3.4·10⁻⁵". */
function trajectoryOutcome({ status, loss }: TrajectorySection): string {
  const [first, last] = [loss.at(0), loss.at(-1)];
  const fall =
    first === undefined || last === undefined ? "" : t`, loss ${formatNumber(first)} → ${formatNumber(last)}`;
  return `${status === "cancelled" ? t`stopped` : statusWord(status)}${fall}`;
}

/** "exponent −1.02 from 12 runs", or how many runs there are. */
function sweepOutcome({ fit, finished, runs }: SweepResult): string {
  const exponent = fit?.exponent.value ?? null;
  return exponent === null
    ? t`${finished} of ${runs} runs`
    : t`exponent ${formatNumber(exponent)} from ${finished} runs`;
}
