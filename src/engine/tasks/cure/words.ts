/** What is said of the changes that cure a problem. */
import { t } from "../../findings/language";
import type { Problem } from "../../findings/problem";
import { listed, counted } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";

export function layersHaveScales(scales: ReadonlyMap<string, number>): string {
  const names = listed([...scales.keys()], "and");
  const shown = [...scales.values()].map((scale) => formatNumber(scale, 3)).join(", ");
  return scales.size === 1 ? t`${names} now has the scale ${shown}` : t`${names} now have the scales ${shown}`;
}

export function madeLarger({
  small,
  factor,
  what,
  time,
}: {
  readonly small: number;
  readonly factor: number;
  readonly what: string;
  readonly time: number;
}): string {
  return t`Made ${counted(small, t`layer`, t`layers`)} ${formatNumber(factor, 3)} times larger: ${what}, and the predicted escape is at t = ${formatNumber(time, 3)}.`;
}

export function madeLargerInFile({
  names,
  factor,
  within,
}: {
  readonly names: readonly string[];
  readonly factor: number;
  readonly within: number;
}): string {
  return t`Made the weights of ${listed(names, "and")} ${formatNumber(factor, 3)} times larger: the predicted escape is within t = ${formatNumber(within, 3)}.`;
}

export function switchedToGaussian(std: number, size: number, seed: number): string {
  return size === 0
    ? t`Switched to the scheme gaussian with std ${formatNumber(std, 6)}, because the weights were all 0, drawn with seed ${seed}.`
    : t`Switched to the scheme gaussian with std ${formatNumber(std, 6)}, the size that the weights had, drawn with seed ${seed}.`;
}

export function noiseAdded(deviation: number, seed: number): string {
  return t`Added noise of standard deviation ${formatNumber(deviation)} to the weights (seed ${seed}).`;
}

export function reducedTo(hidden: string, parameters: number, before: number): string {
  return t`Hidden widths are now ${hidden}; the network computes the same function with ${parameters} parameters instead of ${before}.`;
}

export const WOULD_NOT_CURE = t`The change was analysed, and it does not do what it should: neurons would still be tied, or the function would be another.`;

export function weightsMoved({
  percent,
  isNearest,
  which,
  lambda,
}: {
  readonly percent: string;
  /** That no point is nearer is proven. */
  readonly isNearest: boolean;
  readonly which: "free" | "zero";
  readonly lambda: string;
}): string {
  if (which === "free")
    return isNearest
      ? t`Moved the weights by ${percent} of their norm to the nearest relaxed balanced point, with λ = ${lambda}.`
      : t`Moved the weights by ${percent} of their norm to a relaxed balanced point; no small change brings them nearer, with λ = ${lambda}.`;
  return isNearest
    ? t`Moved the weights by ${percent} of their norm to the nearest balanced point.`
    : t`Moved the weights by ${percent} of their norm to a balanced point; no small change brings them nearer.`;
}

/** With what the weights are drawn anew. */
interface Redrawn {
  readonly scale: number;
  readonly seed: number;
}

/** `reason`: for λ. */
export function switchedToRelaxedBalanced(lambda: string, reason: string, { scale, seed }: Redrawn): string {
  return t`Switched to the scheme relaxed-balanced with λ = ${lambda} (${reason}), with scale ${scale} (the size of the first layer's weights as they were) and seed ${seed}; the weights are drawn anew.`;
}

export function switchedToBalanced({ scale, seed }: Redrawn): string {
  return t`Switched to the scheme balanced, with scale ${scale} (the size of the first layer's weights as they were) and seed ${seed}; the weights are drawn anew.`;
}

/** What was done; and the first expectation of the spec that fails now, where one does. */
export function withFailed(message: string, problems: readonly Problem[]): string {
  const failed = problems.find(({ code }) => code === "expect.failed");
  return failed === undefined ? message : `${message} ${noLongerFits(failed.message)}`;
}

export function noLongerFits(failed: string): string {
  return t`What the spec expects no longer fits: ${failed}`;
}

export function circuitsBalanced(names: readonly string[]): string {
  return t`Changed the basis of ${listed(names, "and")}: the network computes the same function, and there the law matrices are 0.`;
}

export const NO_BALANCED_CIRCUIT = t`No circuit that fails has balanced weights with the same function: what writes it or reads it has too few independent lines, or it shares weights with another.`;
export const TOO_MANY_TO_WRITE = t`The weights are too many to write into the spec, or of a kind of layer whose weights cannot be written here.`;
