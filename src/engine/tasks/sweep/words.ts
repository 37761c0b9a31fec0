/** What is said of a sweep. */

export function slopeNote(points: number, half: number | null): string {
  return `Slope of log measure against log value over ${points} runs${half === null ? "; with two points there is no uncertainty to tell" : "; the residual is its standard error, the tolerance half of its 95 % interval"}.`;
}
