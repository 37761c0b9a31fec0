/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix, A = Q diag(values) Qᵀ.
 *   1. Householder reduction to tridiagonal form, one reflector I - 2 v vᵀ per column: A <- A - 2 v wᵀ - 2 w vᵀ with
 *      w = A v - (vᵀ A v) v                                       (Golub & Van Loan, 4th ed., §8.3.1)
 *   2. implicit QL steps with Wilkinson's shift on what is left, the rotations gathered in Q (ibid. §8.3.3)
 * The matrix is scaled by a power of two first, so that no square overflows or vanishes. Residual and orthogonality are at
 * rounding level of ‖A‖. Cost: about 4/3 n³ for the first, 2 n³ for Q, 6 n³ for the second.
 */
import type { Matrix } from "./matrix";
import { zeros } from "./matrix";

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Columns are the eigenvectors, in the order of the values. */
  readonly vectors: Matrix;
}

/** Steps for one eigenvalue; three are the rule. */
const MOST_STEPS = 60;

/** Only the symmetric part that stands on and below the diagonal is read. */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const n = a.rows;
  const scale = powerOfTwoNear(a.data);
  const work = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_unused, j) => a.data[Math.max(i, j) * n + Math.min(i, j)] / scale),
  );
  // Row k of q is column k of Q.
  const q = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_unused, j) => (i === j ? 1 : 0)));
  const { diagonal, offDiagonal } = tridiagonalize(work, q);
  diagonalize(diagonal, offDiagonal, q);
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  const vectors = zeros(n, n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = q[from][i];
  });
  return { values: Float64Array.from(order, (i) => diagonal[i] * scale), vectors };
}

export function powerOfTwoNear(data: Float64Array): number {
  let most = 0;
  for (const x of data) most = Math.max(most, Math.abs(x));
  return most === 0 || !Number.isFinite(most) ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.round(Math.log2(most))));
}

function tridiagonalize(a: Float64Array[], q: Float64Array[]): { diagonal: Float64Array; offDiagonal: Float64Array } {
  const n = a.length;
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  for (let k = 0; k + 1 < n; k++) {
    let size = 0;
    for (let i = k + 1; i < n; i++) size += a[i][k] * a[i][k];
    size = Math.sqrt(size);
    let tail = 0;
    for (let i = k + 2; i < n; i++) tail += a[i][k] * a[i][k];
    const head = a[k + 1][k];
    offDiagonal[k] = tail === 0 ? head : head >= 0 ? -size : size;
    if (tail === 0) continue;
    // v along x - (∓‖x‖) e_1, of length 1.
    const first = head - offDiagonal[k];
    const length = Math.sqrt(first * first + tail);
    v[k + 1] = first / length;
    for (let i = k + 2; i < n; i++) v[i] = a[i][k] / length;
    let along = 0;
    for (let i = k + 1; i < n; i++) {
      const row = a[i];
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += row[j] * v[j];
      w[i] = sum;
      along += sum * v[i];
    }
    for (let i = k + 1; i < n; i++) w[i] -= along * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = a[i];
      for (let j = k + 1; j < n; j++) row[j] -= 2 * (v[i] * w[j] + w[i] * v[j]);
    }
    // Q <- Q (I - 2 v vᵀ), on its columns.
    reflect(q, v, k + 1);
  }
  return { diagonal: Float64Array.from(a, (row, i) => row[i]), offDiagonal };
}

function reflect(q: Float64Array[], v: Float64Array, from: number): void {
  const n = q.length;
  const sums = new Float64Array(n);
  for (let j = from; j < n; j++) for (let i = 0; i < n; i++) sums[i] += v[j] * q[j][i];
  for (let j = from; j < n; j++) {
    const factor = 2 * v[j];
    for (let i = 0; i < n; i++) q[j][i] -= factor * sums[i];
  }
}

/** d and e of the tridiagonal matrix; d becomes its eigenvalues. */
function diagonalize(d: Float64Array, e: Float64Array, q: Float64Array[]): void {
  const n = d.length;
  for (let l = 0; l < n; l++)
    for (let step = 0; step < MOST_STEPS; step++) {
      let m = l;
      while (m + 1 < n && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      sweep(d, e, q, l, m);
    }
}

/** One implicit step on rows l to m. */
function sweep(d: Float64Array, e: Float64Array, q: Float64Array[], l: number, m: number): void {
  const slope = (d[l + 1] - d[l]) / (2 * e[l]);
  const root = Math.sqrt(slope * slope + 1);
  let g = d[m] - d[l] + e[l] / (slope + (slope >= 0 ? root : -root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= shift;
      e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1] - shift;
    const mixed = (d[i] - g) * sine + 2 * cosine * b;
    shift = sine * mixed;
    d[i + 1] = g + shift;
    g = cosine * mixed - b;
    rotate(q[i], q[i + 1], cosine, sine);
  }
  d[l] -= shift;
  e[l] = g;
  e[m] = 0;
}

/** (x, y) <- (c x - s y, s x + c y) */
export function rotate(x: Float64Array, y: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < x.length; i++) {
    const next = y[i];
    y[i] = sine * x[i] + cosine * next;
    x[i] = cosine * x[i] - sine * next;
  }
}
