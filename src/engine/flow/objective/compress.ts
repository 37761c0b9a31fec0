/**
 * Squared error on a linear network sees the samples through their second moments only:
 *   L = 1/(2N) sum ‖Z x̂ - y‖² = ½ tr(Z Σxx Zᵀ - 2 Z Σxy + Σyy),   x̂ = (x, 1) with biases, x without.
 * So N samples may be replaced by min(N, m) others with the same moments, m = dim x̂. Take so many reflections that make X̂
 * triangular (trapezoidal, where N < m), and do them to Y, too:
 *   [X̂ Y] / √N = Q [Rxx Rxy; 0 Ryy]:   L = ½ ‖Z Rxxᵀ - Rxyᵀ‖² + ½ ‖Ryy‖².
 * Row i of (Rxx, Rxy) is a sample, its last entry of x̂ the constant that biases multiply, and ½ ‖Ryy‖² is the loss
 * that no Z avoids, whatever Ryy's own form. As a sum of squares it loses nothing where L is small, as differences of the moments themselves
 * would. Householder's method, without pivoting (Golub & Van Loan, Matrix Computations, 4th ed., Algorithm 5.2.1).
 * Cost: compressionCost; memory N (m + o), given back.
 */
import type { Matrix } from "../../math/dense/matrix";
import { zeros } from "../../math/dense/matrix";
import type { Samples } from "./pass";

export interface Compressed {
  readonly samples: Samples;
  /** ½ ‖Ryy‖² */
  readonly unavoidable: number;
}

/** Multiplications, for N samples of these widths; `inputs` with the constant. */
export function compressionCost(samples: number, inputs: number, outputs: number): number {
  return 4 * samples * Math.min(samples, inputs) * (inputs + outputs);
}

/** Multiplications beyond which nothing is compressed that need not be: they are made in one go, and take about half a second. */
export const MOST_AT_ONCE = 4e8;

/** L = ½ sum over the compressed samples ‖f - y‖² + unavoidable. `biased`: whether x̂ has the constant. */
export function compress(x: Matrix, y: Matrix, biased: boolean): Compressed {
  const m = x.columns + (biased ? 1 : 0);
  const rows = Math.min(x.rows, m);
  const r = triangular(joined(x, y, biased), rows);
  const inputs = zeros(rows, x.columns);
  const targets = zeros(rows, y.columns);
  const constants = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < x.columns; j++) inputs.data[i * x.columns + j] = r[j][i];
    if (biased) constants[i] = r[m - 1][i];
    for (let j = 0; j < y.columns; j++) targets.data[i * y.columns + j] = r[m + j][i];
  }
  let unavoidable = 0;
  for (let j = m; j < m + y.columns; j++) for (let i = m; i < r[j].length; i++) unavoidable += r[j][i] ** 2 / 2;
  return { samples: { x: inputs, y: targets, constants }, unavoidable };
}

/**
 * Whitened inputs and a target matrix [outputs x inputs]: Rxx = I. With biases the constant is one more input, to be
 * mapped to 0.
 */
export function whitened(target: Matrix, biased: boolean): Samples {
  const m = target.columns + (biased ? 1 : 0);
  const x = zeros(m, target.columns);
  const y = zeros(m, target.rows);
  const constants = new Float64Array(m);
  for (let i = 0; i < target.columns; i++) {
    x.data[i * target.columns + i] = 1;
    for (let o = 0; o < target.rows; o++) y.data[i * target.rows + o] = target.data[o * target.columns + i];
  }
  if (biased) constants[m - 1] = 1;
  return { x, y, constants };
}

/** The columns of [X̂ Y] / √N. */
function joined(x: Matrix, y: Matrix, biased: boolean): Float64Array[] {
  const [n, factor] = [x.rows, 1 / Math.sqrt(x.rows)];
  const columnsOf = (a: Matrix): Float64Array[] =>
    Array.from({ length: a.columns }, (_, j) => {
      const column = new Float64Array(n);
      for (let i = 0; i < n; i++) column[i] = factor * a.data[i * a.columns + j];
      return column;
    });
  return [...columnsOf(x), ...(biased ? [new Float64Array(n).fill(factor)] : []), ...columnsOf(y)];
}

/**
 * R of a matrix given by its columns, in place, for its first `count` columns: column j of R stands in the first j + 1
 * entries of column j, 0 below. The other columns are reflected with them.
 */
function triangular(columns: Float64Array[], count: number): Float64Array[] {
  for (let k = 0; k < count; k++) {
    const v = columns[k];
    let tail = 0;
    for (let i = k + 1; i < v.length; i++) tail += v[i] * v[i];
    if (tail === 0) continue;
    const length = Math.sqrt(v[k] * v[k] + tail);
    const head = v[k];
    // v[k] - (∓ length) without cancellation.
    v[k] += head >= 0 ? length : -length;
    const scale = 2 / (v[k] * v[k] + tail);
    for (let j = k + 1; j < columns.length; j++) {
      const column = columns[j];
      let along = 0;
      for (let i = k; i < v.length; i++) along += v[i] * column[i];
      along *= scale;
      for (let i = k; i < v.length; i++) column[i] -= along * v[i];
    }
    v.fill(0, k + 1);
    v[k] = head >= 0 ? -length : length;
  }
  return columns;
}
