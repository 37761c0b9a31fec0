/** The order in which circuits are listed. */
import type { CircuitFacts } from "./facts";

/** Those that fail, then those that are not decided; else in the order of the layers. */
export function decisiveFirst(circuits: readonly CircuitFacts[]): CircuitFacts[] {
  const order = ({ verdict: { value } }: CircuitFacts): number => (value === "fails" ? 0 : value === "holds" ? 2 : 1);
  return circuits.toSorted((a, b) => order(a) - order(b));
}
