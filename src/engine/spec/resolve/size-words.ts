/** What is said of networks that are too large. */
import { grouped, quote } from "../../findings/words";

export const SMALLER_INPUT =
  "Study a smaller input or fewer channels: the laws of a small network of the same shape follow the same formulas.";

export function tooManyProducts(name: string, products: number, most: number): string {
  return `${quote(name)} takes ${grouped(products)} products of a weight with a number for one sample; the limit is ${grouped(most)}.`;
}
