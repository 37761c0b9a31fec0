/**
 * Vectors of multi-dual numbers over GF(p): with k nilpotent directions e_1 … e_k (e_i² = 0) a number has 2^k
 * coefficients, indexed by the subsets of the directions as bits. Truncated Taylor arithmetic: the coefficient of e_i in
 * f(x + e_i v) is the derivative of f at x along v, exactly (Griewank & Walther, Evaluating Derivatives, chapter 13).
 *
 * (ab)_s = sum over t subset of s of a_t b_{s minus t}: a product costs 3^k multiplications.
 */
import { reduce } from "./field";

/** One vector of residues for each subset; 2^k of them, of one length. */
export type Jet = readonly Float64Array[];

export function zeroJet(order: number, length: number): Jet {
  return Array.from({ length: order }, () => new Float64Array(length));
}

/** All pairs t subset of s; `order` is 2^k. */
export function forEachSplit(order: number, visit: (s: number, t: number) => void): void {
  for (let s = 0; s < order; s++)
    for (let t = s; ; t = (t - 1) & s) {
      visit(s, t);
      if (t === 0) break;
    }
}

/** target += a, entry by entry. */
export function addJet(target: Jet, a: Jet, p: number): void {
  target.forEach((part, s) => {
    for (let i = 0; i < part.length; i++) part[i] = reduce(part[i] + a[s][i], p);
  });
}
