/** What is said of the curves of a report. */
import { capitalized } from "../../findings/words";
import { t } from "../../findings/language";

export function driftSentence(most: number, families: number): string {
  return families > most
    ? t`Relative to the size of the weights; the first ${most} of ${families} families.`
    : t`Relative to the size of the weights.`;
}

/** `areFactors`: places are logarithms. */
export function sweepSentence(measure: string, axis: string, areFactors: boolean): string {
  return areFactors
    ? t`${capitalized(measure)} at each value of ${axis}: equal factors are equal distances.`
    : t`${capitalized(measure)} at each value of ${axis}.`;
}
