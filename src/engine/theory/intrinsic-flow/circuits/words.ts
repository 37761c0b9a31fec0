/** Why a network's circuits have no closed equation. */
import { t } from "../../../findings/language";

export const REFERENCE =
  "derived for each circuit: arXiv:2508.07370, Theorem 3.8 (v1: 4.3) for matrices, else docs/mathematics.md, “The metric of circuits”";

export function notClosed(name: string): string {
  return t`no closed equation is known for the circuit ${name} from this start (its law matrix is no multiple of the identity, or the rank condition is not met)`;
}

export function oneSided(name: string): string {
  return t`a channel of ${name} has weights on one side only, so its products do not say how they move`;
}

export function tooLarge(name: string): string {
  return t`recovering the weights of ${name} at every step would take too long, or it has no balanced weights`;
}

export function notCompared(name: string): string {
  return t`no list of coordinates is known that shows what ${name} computes`;
}

export const ROUNDED = t`the weights recovered from φ and the laws at the start do not show the same φ to rounding`;
