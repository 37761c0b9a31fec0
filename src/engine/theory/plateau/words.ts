/** What is said of the time of escape, and of the law behind it. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import type { Network } from "../../model/network";
import type { ScalarEscape } from "./scalar-escape";

export const TOO_LARGE = t`The loss at the start is not finite.`;
export const AT_THE_BOTTOM = t`The loss is 0 at the start, or made of rounding errors, so there is nothing to escape from.`;
export const STILL = t`The gradient is exactly 0 at the start: nothing moves, and the loss stays where it is for ever. Start elsewhere.`;
export const PERHAPS_STILL = t`The gradient is 0 in floating point at the start, and whether it is exactly 0 is not decided: Simulate would not move it either.`;
export const FLOOR = t`The loss never comes down to half of its start: the data keep it above, whatever the parameters. The residual is the least loss over the first one, the tolerance the level.`;
export const TOO_DEAR = t`Looking ahead takes too long while you type. Simulate follows the flow to its end.`;
export const CONTRADICTION = t`At a loose tolerance the loss escapes, at a tight one it settles above half of its start: rounding decides. Simulate at the tolerance you need.`;
export function unsteady(time: number, tolerance: number): string {
  return t`The flow escapes near t = ${formatNumber(time, 2)} at tolerance ${formatNumber(tolerance, 1)}, but small errors move that time by more than half: no number is known. Simulate at a tight tolerance decides.`;
}

export function onlyOnce(time: number): string {
  return t`One look ahead ends near t = ${formatNumber(time, 1)}, but a second one, which would tell how good that is, is beyond the budget. Simulate decides.`;
}

export function followedTo(tolerance: number, error: number, half: number): string {
  return t`The gradient flow was followed to there at tolerance ${formatNumber(tolerance, 1)}; a looser run is ${formatNumber(error, 2)} apart, and the bar is ${formatNumber(half, 2)} each way.`;
}

export function settled(time: number, loss: number): string {
  return t`The loss never comes down to half of its start: followed to t = ${formatNumber(time)}, it settles at ${formatNumber(loss)}, at a minimum to second order. The residual is the steepest negative curvature over the largest curvature.`;
}

export function stopped(sentence: string): string {
  return t`The look ahead ended, ${sentence}. Simulate shows how far a run comes.`;
}

export function spent(time: number): string {
  return t`The flow was followed to t = ${formatNumber(time)}, as far as a look ahead goes, and the loss was still above half of its start. Beyond, nothing is known: Simulate follows it further.`;
}

export function ofFormula(network: Network, { layers, rate, sizes, spread }: ScalarEscape): string {
  const which =
    layers.length === network.layers.length
      ? t`all layers`
      : layers.map((layer) => network.layers[layer].name).join(", ");
  const shown = sizes.map((y) => formatNumber(Math.abs(y), 3)).join(", ");
  const signed = sizes[0] < 0 ? t`${shown} (against the data at first)` : shown;
  return t`t = ∫ dq / (K χ ∏ √(q² + d_j)) over ${which}, with y = ${signed} and K = ${formatNumber(rate)} measured at the initialization; the layers agree on K to ${formatNumber(spread, 2)}. The bar is what this equation has been found to leave out.`;
}

export function independentOfScale(r: number): string {
  return r === 0
    ? t`With no layer small, the loss falls after a time that does not grow as the scale shrinks: Θ(1).`
    : t`With one layer small, the loss falls after a time that does not grow as the scale shrinks: Θ(1).`;
}
