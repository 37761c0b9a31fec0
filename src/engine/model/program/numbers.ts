/**
 * Numbers that a program multiplies with and nothing trains: the weights of an average, the scale of scores, the cosines
 * of a rotation. Modulo a prime each is the residue that it is, exactly.
 */
import { inverse, reduce, residueOf, squareRoot } from "../../math/modular/field";

export interface Numbers {
  /** How many. They are worked out when they are asked for: a network too large to run has a program too. */
  readonly size: number;
  readonly values: Float64Array;
  /** `null`: they are not rational, and nothing stands for them modulo this prime. */
  residues(prime: number): Float64Array | null;
  /** Some of them are not algebraic: residues stand for them. */
  readonly transcendental?: true;
}

/** 1 / sqrt(n): exactly where n is a square, else a root of 1/n where the prime has one. */
export function inverseRoot(n: number): Numbers {
  const root = Math.sqrt(n);
  if (Number.isInteger(root)) return fraction(1, root);
  return {
    size: 1,
    values: Float64Array.of(1 / root),
    residues(p) {
      const found = squareRoot(inverse(n % p, p), p);
      return found === null ? null : Float64Array.of(found);
    },
  };
}

/** a / b for whole numbers, as often as asked. */
export function fraction(a: number, b: number, count = 1): Numbers {
  return {
    size: count,
    values: new Float64Array(count).fill(a / b),
    residues: (p) => new Float64Array(count).fill(reduce((((a % p) + p) % p) * inverse(b % p, p), p)),
  };
}

/** A number as it is written: modulo a prime the fraction that its double is. */
export function exactly(value: number): Numbers {
  return { size: 1, values: Float64Array.of(value), residues: (p) => Float64Array.of(residueOf(value, p)) };
}
