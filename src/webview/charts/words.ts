/** What charts of the report and of a sweep say under their titles. */
import { formatNumber } from "../../engine/findings/numbers";
import { capitalized, countWord, groupDigits, plural } from "../data/words";
import { t } from "../../engine/findings/language";

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
  return t`Zero is relaxed balance; the farthest is ${formatNumber(value, digits)}${several ? t` at ${between}` : ""}.`;
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
  return t`${capitalized(countWord(small))} of ${countWord(gains)} ${gains === 1 ? t`layer` : t`layers`} below ${formatNumber(gainThreshold, digits)}: ${small === 1 ? t`a bottleneck` : t`bottlenecks`}.`;
}

export function aboveTolerance(above: number, interfaces: number, at: string): string {
  return t`${capitalized(countWord(above))} of ${countWord(interfaces)} above the tolerance; the largest is ${at}.`;
}

export function latticeCaption(nodes: number, family: string, neurons: number): string {
  return t`${groupDigits(nodes)} manifolds, the ${family} of ${neurons} neurons, by dimension. A line leads to the next larger one; the start lies on the filled one and on all above it.`;
}

export function spectrumDescription(values: readonly number[], digits: number, caption: string): string {
  return t`${plural(values.length, t`singular value`, t`singular values`)} from ${formatNumber(values[0], digits)} down to ${formatNumber(values[values.length - 1], digits)}. ${caption}`;
}

export function kernelCaption(kernel: number, rest: string): string {
  return kernel === 1
    ? t`One direction that changes neither φ nor any law; ${rest}, since the matrix has fewer rows than parameters.`
    : t`${capitalized(countWord(kernel))} directions that change neither φ nor any law; ${rest}, since the matrix has fewer rows than parameters.`;
}

/** `before`: what is measured; `last`: the slope between the two smallest values. */
export function exponentCaption(
  before: string,
  exponent: number,
  interval: string,
  last: number | null,
  digits: number,
): string {
  const local = last === null ? "" : t`; ${formatNumber(last, digits)} at the smallest values`;
  return t`${before}Exponent ${formatNumber(exponent, digits)}${interval}${local}.`;
}

/** "12 eigenvalues at 3 interfaces. …", for who hears the chart. */
export function countedAt(things: string, places: string, caption: string): string {
  return t`${things} at ${places}. ${caption}`;
}

export const unitNormsCaption = t`The median over a layer's units of the norm of all weights that write them; on hover the smallest and the largest.`;
