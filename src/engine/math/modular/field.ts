/**
 * Arithmetic over GF(p) in doubles. With p < 2^22.1 a product of two residues is below 2^44.1, so 2^8 products can be
 * added to a residue before the sum leaves the exact range 2^53: reductions are delayed accordingly.
 *
 * Two primes, so that a fluke of one is seen by the other.
 */
export const PRIMES = [4194301, 4194287] as const;

/** How many products of residues may be added up before a reduction. */
export const DELAY = 256;

/** x mod p for 0 <= x < 2^53, exact. */
export function reduce(x: number, p: number): number {
  const r = x - Math.floor(x / p) * p;
  return r < 0 ? r + p : r >= p ? r - p : r;
}

export function reduceAll(v: Float64Array, p: number): void {
  for (let i = 0; i < v.length; i++) v[i] = reduce(v[i], p);
}

/** a^{-1} mod p for 0 < a < p, by Fermat: a^(p-2). */
export function inverse(a: number, p: number): number {
  let result = 1;
  let base = a;
  for (let e = p - 2; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = reduce(result * base, p);
    base = reduce(base * base, p);
  }
  return result;
}
