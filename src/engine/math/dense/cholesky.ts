/**
 * A = L Lᵀ with L lower triangular, for A symmetric and positive definite, by ml-matrix (Golub & Van Loan, 4th ed.,
 * §4.2). Cost n³/3; each column of a solution 2 n².
 */
import { CholeskyDecomposition } from "ml-matrix";
import type { Matrix } from "./matrix";
import { isFinite, ours, symmetric, theirs } from "./ml-matrix";

/**
 * L; `null` when the matrix is not positive definite as far as doubles can tell. Only what stands on and below the
 * diagonal is read.
 */
export function cholesky(a: Matrix): Matrix | null {
  return decompose(a)?.lower ?? null;
}

/** x with A x = b; `null` as above. */
export function solvePositiveDefinite(a: Matrix, b: Float64Array): Float64Array | null {
  return decompose(a)?.solve(b) ?? null;
}

/** X with L X = B. (ml-matrix solves with A = L Lᵀ only.) */
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

function decompose(a: Matrix): { readonly lower: Matrix; solve(b: Float64Array): Float64Array } | null {
  if (!isFinite(a)) return null;
  const found = new CholeskyDecomposition(theirs(symmetric(a)));
  if (!found.isPositiveDefinite()) return null;
  const lower = ours(found.lowerTriangularMatrix);
  return { lower, solve: (b) => ours(found.solve(theirs({ rows: b.length, columns: 1, data: b }))).data };
}
