/**
 * One multi-dual number over GF(p) at a time: 2^k coefficients, indexed by subsets of k nilpotent directions (multi-dual.ts).
 *
 *   product      (ab)_s = sum over t ⊂ s of a_t b_(s-t)
 *   inverse      b_0 = 1/a_0,   b_s = -b_0 sum over nonempty t ⊂ s of a_t b_(s-t)
 *   root         r_0² = z_0,   r_s = (z_s - sum over t ⊂ s, t and s - t not empty, of r_t r_(s-t)) / (2 r_0)
 *   integral     of b along z, any I_0,   I_s = sum over t ⊂ s that hold the lowest direction of s of z_t b_(s-t)   (dI = b dz)
 *   exponential  E_0 = exp(z_0),   E_s likewise with b = E   (partitions of s)
 *   normal       density g = √(k/2π) exp(-k z²/2) and its integral P from 0:   dg = g d(-k z²/2),   dP = g dz
 *
 * What stands for exp(z_0) is a residue that only z_0 decides, so that equal exponents have equal exponentials: a hash h with
 * h(0) = 1 and h(-u) = 1 / h(u). So with the density, an even hash, and its integral, an odd one; the density at 0 is √(k/2π), which is
 * transcendental. That they may be any residues is the tower theorem (docs/mathematics.md), where exponents are
 * linearly independent. Of the two roots of a residue the smaller one is taken, always. A product costs 3^k multiplications.
 */
import type { Ring } from "../ring";
import { inverse, reduce, squareRoot } from "./field";

export type JetNumber = Float64Array;

/** `order` is 2^k. */
export function jetRing(order: number, p: number): Ring<JetNumber> {
  return {
    constant: (value) => constant(((value % p) + p) % p, order),
    transcendental: (value) => constant(transcendentalResidue(value, p), order),
    sum(a, b) {
      const result = new Float64Array(order);
      for (let s = 0; s < order; s++) result[s] = reduce(a[s] + b[s], p);
      return result;
    },
    difference(a, b) {
      const result = new Float64Array(order);
      for (let s = 0; s < order; s++) result[s] = reduce(a[s] + p - b[s], p);
      return result;
    },
    product: (a, b) => product(a, b, p),
    inverse: (a) => inverseOf(a, p),
  };
}

/** What stands for a transcendental number: a residue that only the number decides. */
export function transcendentalResidue(value: number, p: number): number {
  return hashed(Math.round(value * 2 ** 20), p, TRANSCENDENTAL);
}
/** A salt that no density has. */
const TRANSCENDENTAL = 1;

function constant(value: number, order: number): JetNumber {
  const result = new Float64Array(order);
  result[0] = value;
  return result;
}

function product(a: JetNumber, b: JetNumber, p: number): JetNumber {
  if (a.length === 1) return Float64Array.of(reduce(a[0] * b[0], p));
  const result = new Float64Array(a.length);
  for (let s = 0; s < a.length; s++) {
    let sum = 0;
    // At most 2^7 products, which one reduction takes.
    for (let t = s; ; t = (t - 1) & s) {
      sum += a[t] * b[s ^ t];
      if (t === 0) break;
    }
    result[s] = reduce(sum, p);
  }
  return result;
}

/** Of a number whose part without directions is not 0; else 0, an unlucky draw. */
function inverseOf(a: JetNumber, p: number): JetNumber {
  const result = new Float64Array(a.length);
  result[0] = a[0] === 0 ? 0 : inverse(a[0], p);
  for (let s = 1; s < a.length; s++) {
    let sum = 0;
    for (let t = s; t > 0; t = (t - 1) & s) sum += a[t] * result[s ^ t];
    result[s] = reduce(result[0] * (p - reduce(sum, p)), p);
  }
  return result;
}

export function jetExponential(z: JetNumber, p: number): JetNumber {
  return exponentialFrom(exponentialResidue(z[0], p), z, p);
}

export interface JetNormal {
  /** √(k/2π) exp(-k z²/2), … */
  readonly density: JetNumber;
  /** … and its integral from 0 to z. */
  readonly integral: JetNumber;
}

/** `precision`: the k of the distribution, the inverse of its variance. */
export function jetNormal(z: JetNumber, precision: number, p: number): JetNormal {
  const scale = reduce(precision * (p - inverse(2, p)), p);
  const exponent = product(z, z, p).map((x) => reduce(scale * x, p));
  const size = Math.min(z[0], p - z[0]);
  const density = exponentialFrom(hashed(size, p, 2 * precision), exponent, p);
  const integral = new Float64Array(z.length);
  // Odd, so that it is 0 at 0.
  const half = hashed(size, p, 2 * precision + 1);
  integral[0] = z[0] === 0 ? 0 : z[0] === size ? half : p - half;
  integrate(integral, density, z, p);
  return { density, integral };
}

function exponentialFrom(first: number, z: JetNumber, p: number): JetNumber {
  const result = new Float64Array(z.length);
  result[0] = first;
  integrate(result, result, z, p);
  return result;
}

/** Fills in what comes behind integral_0, of the integral along z; it may be its own derivative. */
function integrate(integral: JetNumber, derivative: JetNumber, z: JetNumber, p: number): void {
  for (let s = 1; s < z.length; s++) {
    const lowest = s & -s;
    const rest = s ^ lowest;
    let sum = 0;
    for (let t = rest; ; t = (t - 1) & rest) {
      sum += z[t | lowest] * derivative[rest ^ t];
      if (t === 0) break;
    }
    integral[s] = reduce(sum, p);
  }
}

/** The smaller root; `null`: that number has none, or is 0. */
export function jetRoot(z: JetNumber, p: number): JetNumber | null {
  const root = z[0] === 0 ? null : squareRoot(z[0], p);
  if (root === null) return null;
  const result = new Float64Array(z.length);
  result[0] = root;
  const half = inverse(reduce(2 * root, p), p);
  for (let s = 1; s < z.length; s++) {
    let sum = 0;
    for (let t = (s - 1) & s; t > 0; t = (t - 1) & s) sum += result[t] * result[s ^ t];
    result[s] = reduce(half * reduce(z[s] + p - reduce(sum, p), p), p);
  }
  return result;
}

function exponentialResidue(u: number, p: number): number {
  if (u === 0) return 1;
  return u <= p / 2 ? hashed(u, p) : inverse(hashed(p - u, p), p);
}

/** 1 … p - 1; another function for each salt. */
function hashed(u: number, p: number, salt = 0): number {
  let h = Math.imul(u ^ 0x9e3779b9 ^ Math.imul(salt, 0x2545f491), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x27d4eb2f);
  return 1 + (((h ^ (h >>> 15)) >>> 0) % (p - 1));
}
