/**
 * Numbers that a program multiplies with and nothing trains: the weights of an average, the scale of scores, the cosines
 * of a rotation. Modulo a prime each is the residue that it is, exactly.
 */
import { inverse, reduce } from "../../math/modular/field";

export interface Numbers {
  readonly values: Float64Array;
  /** `null`: they are not rational, and nothing stands for them modulo this prime. */
  residues(prime: number): Float64Array | null;
}

/** Numbers that are not rational, or are not known to be. */
export function irrational(values: Float64Array): Numbers {
  return { values, residues: () => null };
}

/** a / b for whole numbers, as often as asked. */
export function fraction(a: number, b: number, count = 1): Numbers {
  return {
    values: new Float64Array(count).fill(a / b),
    residues: (p) => new Float64Array(count).fill(reduce((((a % p) + p) % p) * inverse(b % p, p), p)),
  };
}
