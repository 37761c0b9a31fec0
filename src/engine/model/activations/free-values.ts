/**
 * What stands modulo a prime for the values of an activation that is no polynomial: σ and σ' at pre-activations u_1, u_2, …
 * as rational functions of numbers that are algebraically independent over the rational functions of u, so that any
 * residues may be drawn for them. A row that gives them claims that independence, and its file says why it holds; where
 * they are used is theory/laws/function-count.ts.
 */
import { reduce } from "../../math/modular/field";
import type { RandomStream } from "../../math/random/streams";

/** σ and σ' at the pre-activation u, modulo p. */
export type FreeValues = (
  u: number,
  random: RandomStream,
  p: number,
) => { readonly value: number; readonly derivative: number };

/** A residue that is not 0. */
export function drawResidue(random: RandomStream, p: number): number {
  return 1 + random.integer(p - 1);
}

/** s (1 - s), the derivative of the logistic function where it is s. */
export function logisticDerivative(s: number, p: number): number {
  return reduce(s * (p + 1 - s), p);
}
