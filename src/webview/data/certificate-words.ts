/** What the certificate of a count says. */
import { groupDigits, plural } from "./words";

export const COUNTED_ON_THE_GRAPH =
  "Both ranks were counted on the graph of the network: they depend on the widths and the connections alone, and nothing was sampled.";

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
  return (
    `${method === "modular" ? "Reduction modulo a prime can only lower a rank. Hence at" : "At"} most ` +
    `${groupDigits(parameters)} − ${groupDigits(lieRank)} = ${plural(most, "independent law")} ${holder} can exist, ` +
    `and at least ${groupDigits(least)} of the known ones are independent.`
  );
}
