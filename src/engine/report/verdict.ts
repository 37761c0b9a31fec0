/**
 * The verdict in one sentence and its reason in one more: the status item, the panel and the text report all say this.
 */
import type { Report } from "./types";
import { lawsSentence } from "./laws/sentences";
import { closedFormInZ, notItsOwnFuture, metricChanges } from "./words";
import { seenViolation } from "./metric/seen";
import { formatNumber } from "../findings/numbers";
import { t } from "../findings/language";

export type Tone = "good" | "bad" | "unknown";

export interface Verdict {
  readonly tone: Tone;
  /** A few words, for the status item. */
  readonly short: string;
  /** One sentence. */
  readonly headline: string;
  /** One or two sentences more. */
  readonly reason: string;
}

export function verdictOf(report: Report): Verdict {
  const metric = report.intrinsicMetric;
  switch (metric.value) {
    case "holds":
      return {
        tone: "good",
        short: metric.openQuestion ? t`intrinsic (measured)` : t`intrinsic`,
        headline: metric.openQuestion
          ? t`Measured, not proven: the training dynamics are intrinsic from this initialization.`
          : t`The training dynamics are intrinsic from this initialization.`,
        reason: [holdsBecause(report), lawsSentence(report.laws)].join(" "),
      };
    case "fails":
      return {
        tone: "bad",
        short: t`not intrinsic`,
        headline: t`The training dynamics are not intrinsic from this initialization.`,
        reason: [failsBecause(report), lawsSentence(report.laws)].join(" "),
      };
    case "unknown":
    case null:
      return {
        tone: "unknown",
        short: t`undecided`,
        headline: t`Whether the training dynamics are intrinsic is not known here.`,
        reason: [
          metric.note ?? t`No theorem and no measurement decides this case yet.`,
          lawsSentence(report.laws),
        ].join(" "),
      };
  }
}

function holdsBecause(report: Report): string {
  if (report.recoverability.value === true)
    return t`The parameters are locally a function of φ(θ) and the laws, so φ(θ) determines its own future.`;
  const worst = report.intrinsicMetric.violation.value;
  if (report.depth !== undefined) return closedFormInZ(worst);
  const measured =
    worst === null || seenViolation(report.intrinsicMetric) !== null
      ? ""
      : t` (relative change of the metric along them ${formatNumber(worst)})`;
  return t`Directions that change neither φ(θ) nor any law leave the metric unchanged${measured}.`;
}

function failsBecause(report: Report): string {
  const { kernelDimension } = report.intrinsicMetric;
  const seen = seenViolation(report.intrinsicMetric);
  if (seen === null) return notItsOwnFuture(report.intrinsicMetric.note);
  const how = t`, by up to ${formatNumber(seen)} relative to its norm`;
  return metricChanges(kernelDimension.value, how);
}
