/** What is said of the curves of a report. */
import { capitalized } from "../../findings/words";

export function driftSentence(most: number, families: number): string {
  return `Relative to the size of the weights${families > most ? `; the first ${most} of ${families} families` : ""}.`;
}

/** `areFactors`: places are logarithms. */
export function sweepSentence(measure: string, axis: string, areFactors: boolean): string {
  const distances = areFactors ? ": equal factors are equal distances" : "";
  return `${capitalized(measure)} at each value of ${axis}${distances}.`;
}
