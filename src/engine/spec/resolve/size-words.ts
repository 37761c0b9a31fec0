/** What is said of networks that are too large. */
import { formatNumber } from "../../findings/numbers";
import { grouped, quote } from "../../findings/words";
import { t } from "../../findings/language";

export const SMALLER_INPUT = t`Study a smaller input or fewer channels: the laws of a small network of the same shape follow the same formulas.`;

export const FEWER_TOKENS = t`Study fewer tokens or heads: their laws follow the same formulas.`;

export const FEWER_PARTS = t`Study fewer layers, heads or experts: each of them has the same laws.`;

export const SAME_FORMULAS = t`Make the network narrower: the conservation laws of a small one of the same shape follow the same formulas.`;

/** Said behind what is too large. */
export const WHAT_IS_SAID_ALL_THE_SAME = t`Its conservation laws are listed and counted by formulas; whatever needs the weights is left open, and it cannot be trained here.`;

/** How many times too wide it is. */
export function narrowerBy(times: number): string {
  return t`With its widths divided by ${formatNumber(Math.ceil(times), 3)} it would be drawn, and its laws follow the same formulas.`;
}

/** As `narrowerBy`, of a network whose laws are not even counted. */
export function countedIfNarrowerBy(times: number): string {
  return t`With its widths divided by ${formatNumber(Math.ceil(times), 3)} its laws would be counted: they follow the same formulas.`;
}

export function tooManyProducts(name: string, products: number, most: number): string {
  return t`${quote(name)} takes ${grouped(products)} products of a weight with a number for one sample; the limit is ${grouped(most)}.`;
}

/** `null`: the input has them. */
export function tooManyNumbersIn(name: string | null, numbers: number, most: number): string {
  return name === null
    ? t`The input has ${grouped(numbers)} numbers for one sample; the limit is ${grouped(most)}.`
    : t`${quote(name)} has ${grouped(numbers)} numbers for one sample; the limit is ${grouped(most)}.`;
}

export function tooManyScores(scores: number, most: number): string {
  return t`The heads have ${grouped(scores)} scores for one sample; the limit is ${grouped(most)}.`;
}

export function tooManyParts(parts: number, most: number): string {
  return t`The layers have ${grouped(parts)} heads and experts together; the limit is ${grouped(most)}.`;
}

/** `size`: 20,000,000 parameters, about 160 MB. */
export function tooWide(width: number, size: string, most: number): string {
  return t`A width of ${grouped(width)} is too large: this network has ${size}. Widths are counted with up to ${grouped(most)}.`;
}

export function tooManyToCount(size: string, most: number): string {
  return t`This network is too large: it has ${size}, and laws are counted of at most ${grouped(most)}. This is its largest width.`;
}
