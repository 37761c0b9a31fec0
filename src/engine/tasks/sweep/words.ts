/** What is said of a sweep. */
import { t } from "../../findings/language";

export function slopeNote(points: number, half: number | null): string {
  return half === null
    ? t`Slope of log measure against log value over ${points} runs; with two points there is no uncertainty to tell.`
    : t`Slope of log measure against log value over ${points} runs; the residual is its standard error, the tolerance half of its 95 % interval.`;
}
