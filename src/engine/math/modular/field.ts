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

/** a^n mod p for whole n >= 0. */
function power(a: number, n: number, p: number): number {
  let result = 1;
  let base = a;
  for (let e = n; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = reduce(result * base, p);
    base = reduce(base * base, p);
  }
  return result;
}

/**
 * The smaller of the two roots of a; `null`: it has none. By Cipolla: in GF(p)[w], w² = t² - a where that is no square,
 * (t + w)^((p + 1) / 2) is a root.
 */
export function squareRoot(a: number, p: number): number | null {
  if (a === 0) return 0;
  if (!isSquare(a, p)) return null;
  let t = 1;
  const square = (): number => reduce(t * t + p - a, p);
  while (isSquare(square(), p)) t++;
  const w = square();
  let [x, y, u, v] = [1, 0, t, 1];
  for (let e = (p + 1) / 2; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) [x, y] = [reduce(x * u + reduce(y * v, p) * w, p), reduce(x * v + y * u, p)];
    [u, v] = [reduce(u * u + reduce(v * v, p) * w, p), reduce(2 * reduce(u * v, p), p)];
  }
  return Math.min(x, p - x);
}

/** Whether a has a root other than 0 (Euler's criterion). */
export function isSquare(a: number, p: number): boolean {
  return power(a, (p - 1) / 2, p) === 1;
}

/** A double is an integer over a power of two: its residue, exactly. */
export function residueOf(x: number, p: number): number {
  let scale = 1;
  let whole = x;
  const half = inverse(2, p);
  while (!Number.isInteger(whole)) {
    whole *= 2;
    scale = reduce(scale * half, p);
  }
  const size = Math.abs(whole) % p;
  return reduce((whole < 0 && size !== 0 ? p - size : size) * scale, p);
}

/** a^{-1} mod p for 0 < a < p, by Fermat: a^(p-2). */
export function inverse(a: number, p: number): number {
  return power(a, p - 2, p);
}
