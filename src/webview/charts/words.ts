/** What charts of the report and of a sweep say under their titles. */
import { formatNumber } from "../../engine/findings/numbers";
import { capitalized, countWord, groupDigits, plural } from "../data/words";

export function farthestFromZero({
  value,
  digits,
  several,
  between,
}: {
  readonly value: number;
  readonly digits: number;
  readonly several: boolean;
  readonly between: string;
}): string {
  return `Zero is relaxed balance; the farthest is ${formatNumber(value, digits)}${several ? ` at ${between}` : ""}.`;
}

export function bottlenecksCaption({
  small,
  gains,
  gainThreshold,
  digits,
}: {
  readonly small: number;
  readonly gains: number;
  readonly gainThreshold: number;
  readonly digits: number;
}): string {
  return `${capitalized(countWord(small))} of ${countWord(gains)} ${gains === 1 ? "layer" : "layers"} below ${formatNumber(gainThreshold, digits)}: ${small === 1 ? "a bottleneck" : "bottlenecks"}.`;
}

export function aboveTolerance(above: number, interfaces: number, at: string): string {
  return `${capitalized(countWord(above))} of ${countWord(interfaces)} above the tolerance; the largest is ${at}.`;
}

export function latticeCaption(nodes: number, family: string, neurons: number): string {
  return `${groupDigits(nodes)} manifolds, the ${family} of ${neurons} neurons, by dimension. A line leads to the next larger one; the start lies on the filled one and on all above it.`;
}

export function spectrumDescription(values: readonly number[], digits: number, caption: string): string {
  return `${plural(values.length, "singular value")} from ${formatNumber(values[0], digits)} down to ${formatNumber(values[values.length - 1], digits)}. ${caption}`;
}

export function kernelCaption(kernel: number, verb: string, rest: string): string {
  return `${capitalized(countWord(kernel))} ${verb} neither φ nor any law; ${rest}, since the matrix has fewer rows than parameters.`;
}

/** `before`: what is measured; `last`: the slope between the two smallest values. */
export function exponentCaption(
  before: string,
  exponent: number,
  interval: string,
  last: number | null,
  digits: number,
): string {
  const local = last === null ? "" : `; ${formatNumber(last, digits)} at the smallest values`;
  return `${before}Exponent ${formatNumber(exponent, digits)}${interval}${local}.`;
}

export const unitNormsCaption =
  "The median over a layer's units of the norm of all weights that write them; on hover the smallest and the largest.";
