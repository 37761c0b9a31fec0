/**
 * Householder reflections H = I - 2 w wᵀ on coordinates from k on (Golub & Van Loan, Matrix Computations, 4th ed., §5.1).
 *
 * They are applied to four columns at a time: each column's sums are what they would be alone, to the last bit, but w is
 * read once for four of them and the sums do not wait for each other.
 */
import { norm } from "./matrix";

/**
 * Turns column x into (x_0 … x_{k-1}, ±‖x_k…‖, 0 …) in place and returns the unit reflector w of length n - k, or null
 * for a zero tail.
 */
export function reflect(x: Float64Array, k: number): Float64Array | null {
  const tail = x.subarray(k);
  const length = norm(tail);
  if (length === 0) return null;
  const w = Float64Array.from(tail);
  const alpha = w[0] > 0 ? -length : length;
  w[0] -= alpha;
  const size = norm(w);
  for (let i = 0; i < w.length; i++) w[i] /= size;
  tail.fill(0);
  x[k] = alpha;
  return w;
}

/** y <- H y for the columns from number `from` on; w acts on coordinates k, k + 1, … Cost: 2 w.length for each. */
export function reflectColumns(w: Float64Array, k: number, columns: readonly Float64Array[], from: number): void {
  let j = from;
  for (; j + 3 < columns.length; j += 4) reflectFour(w, k, columns[j], columns[j + 1], columns[j + 2], columns[j + 3]);
  for (; j < columns.length; j++) reflectOne(w, k, columns[j]);
}

function reflectOne(w: Float64Array, k: number, y: Float64Array): void {
  const n = w.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += w[i] * y[k + i];
  sum *= 2;
  for (let i = 0; i < n; i++) y[k + i] -= sum * w[i];
}

function reflectFour(
  w: Float64Array,
  k: number,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
): void {
  const n = w.length;
  let [alongA, alongB, alongC, alongD] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = w[i];
    alongA += x * a[k + i];
    alongB += x * b[k + i];
    alongC += x * c[k + i];
    alongD += x * d[k + i];
  }
  alongA *= 2;
  alongB *= 2;
  alongC *= 2;
  alongD *= 2;
  for (let i = 0; i < n; i++) {
    const x = w[i];
    a[k + i] -= alongA * x;
    b[k + i] -= alongB * x;
    c[k + i] -= alongC * x;
    d[k + i] -= alongD * x;
  }
}
