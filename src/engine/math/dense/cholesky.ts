/**
 * A = L Lᵀ with L lower triangular, for A symmetric and positive definite (Golub & Van Loan, 4th ed., §4.2). Cost n³/3; each
 * column of a solution 2 n².
 */
import type { Matrix } from "./matrix";
import { zeros } from "./matrix";

/** `null` when the matrix is not positive definite as far as doubles can tell. */
export function cholesky(a: Matrix): Matrix | null {
  const n = a.rows;
  const lower = zeros(n, n);
  const l = lower.data;
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = a.data[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i > j) l[i * n + j] = sum / l[j * n + j];
      else if (sum > 0 && Number.isFinite(sum)) l[j * n + j] = Math.sqrt(sum);
      else return null;
    }
  return lower;
}

/** X with L X = B. */
export function solveLower(lower: Matrix, b: Matrix): Matrix {
  const [n, width] = [lower.rows, b.columns];
  const x = { ...b, data: b.data.slice() };
  for (let i = 0; i < n; i++)
    for (let c = 0; c < width; c++) {
      let sum = x.data[i * width + c];
      for (let k = 0; k < i; k++) sum -= lower.data[i * n + k] * x.data[k * width + c];
      x.data[i * width + c] = sum / lower.data[i * n + i];
    }
  return x;
}

/** x with L Lᵀ x = b. */
export function solveCholesky(lower: Matrix, b: Float64Array): Float64Array {
  const n = lower.rows;
  const x = solveLower(lower, { rows: n, columns: 1, data: b }).data;
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= lower.data[k * n + i] * x[k];
    x[i] /= lower.data[i * n + i];
  }
  return x;
}
