/** What is said of the changes that cure a problem. */
import { listed, counted } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";

export function layersHaveScales(scales: ReadonlyMap<string, number>): string {
  return `${listed([...scales.keys()], "and")} now ${scales.size === 1 ? "has the scale" : "have the scales"} ${[...scales.values()].map((scale) => formatNumber(scale, 3)).join(", ")}`;
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
  return `Made ${counted(small, "layer")} ${formatNumber(factor, 3)} times larger: ${what}, and the predicted escape is at t = ${formatNumber(time, 3)}.`;
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
  return `Made the weights of ${listed(names, "and")} ${formatNumber(factor, 3)} times larger: the predicted escape is within t = ${formatNumber(within, 3)}.`;
}

export function switchedToGaussian(std: number, size: number, seed: number): string {
  return `Switched to the scheme gaussian with std ${formatNumber(std, 6)}, ${size === 0 ? "because the weights were all 0" : "the size that the weights had"}, drawn with seed ${seed}.`;
}

export function noiseAdded(deviation: number, seed: number): string {
  return `Added noise of standard deviation ${formatNumber(deviation)} to the weights (seed ${seed}).`;
}

export function reducedTo(hidden: string, parameters: number, before: number): string {
  return `Hidden widths are now ${hidden}; the network computes the same function with ${parameters} parameters instead of ${before}.`;
}

export const WOULD_NOT_CURE =
  "The change was analysed, and it does not do what it should: neurons would still be tied, or the function would be another.";

export function weightsMoved({
  percent,
  destination,
  which,
  lambda,
}: {
  readonly percent: string;
  readonly destination: string;
  readonly which: "free" | "zero";
  readonly lambda: string;
}): string {
  return `Moved the weights by ${percent} of their norm ${destination}${which === "free" ? `, with λ = ${lambda}` : ""}.`;
}

export function switchedToRelaxedBalanced(lambda: string, reason: string, drawn: string): string {
  return `Switched to the scheme relaxed-balanced with λ = ${lambda} (${reason}), with ${drawn}`;
}

export function drawnWith(scale: number, seed: number): string {
  return `scale ${scale} (the size of the first layer's weights as they were) and seed ${seed}; the weights are drawn anew.`;
}

export function circuitsBalanced(names: readonly string[]): string {
  return `Changed the basis of ${listed(names, "and")}: the network computes the same function, and there the law matrices are 0.`;
}

export const NO_BALANCED_CIRCUIT =
  "No circuit that fails has balanced weights with the same function: what writes it or reads it has too few independent lines, or it shares weights with another.";
export const TOO_MANY_TO_WRITE =
  "The weights are too many to write into the spec, or of a kind of layer whose weights cannot be written here.";
