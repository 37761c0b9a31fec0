/** What the certificate of a count says. */
import { groupDigits, plural } from "./words";
import { t } from "../../engine/findings/language";

export const COUNTED_ON_THE_GRAPH = t`Both ranks were counted on the graph of the network: they depend on the widths and the connections alone, and nothing was sampled.`;

export function computedModulo(primes: string, seed: number, brackets: string): string {
  return t`Both ranks were computed in exact arithmetic modulo ${primes}, at random parameters drawn with seed ${seed}, ${brackets}`;
}

export function howManyCanExist({
  method,
  parameters,
  lieRank,
  most,
  holder,
  least,
}: {
  readonly method: "modular" | "combinatorial";
  readonly parameters: number;
  readonly lieRank: number;
  readonly most: number;
  readonly holder: string;
  readonly least: number;
}): string {
  const upper = method === "modular" ? t`Reduction modulo a prime can only lower a rank. Hence at most` : t`At most`;
  const difference = `${groupDigits(parameters)} − ${groupDigits(lieRank)}`;
  const laws = plural(most, t`independent law`, t`independent laws`);
  return t`${upper} ${difference} = ${laws} ${holder} can exist, and at least ${groupDigits(least)} of the known ones are independent.`;
}
