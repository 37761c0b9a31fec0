/** What is said of the curves of a report. */

export function driftSentence(most: number, families: number): string {
  return `Relative to the size of the weights${families > most ? `; the first ${most} of ${families} families` : ""}.`;
}
