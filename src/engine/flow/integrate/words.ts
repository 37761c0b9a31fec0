/** What is said of an equation that is too stiff to be followed. */
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export function hardlyMoves(crawlSteps: number, at: string, left: number): string {
  return t`stiff: ${crawlSteps} steps hardly move it on ${at}; the rest would take ${formatNumber(left)} more steps`;
}

export function stepTooSmall(h: number, at: string, steps: number): string {
  return t`stiff: step below ${formatNumber(h)} ${at} because of stability; the rest would take ${formatNumber(steps)} more steps`;
}
