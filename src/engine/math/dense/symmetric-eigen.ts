/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix, A = Q diag(values) Qᵀ, by ml-matrix (Householder
 * tridiagonalization and implicit QL steps). Residual and orthogonality are at rounding level of ‖A‖. Cost: about 9 n³.
 */
import { EigenvalueDecomposition } from "ml-matrix";
import type { Matrix } from "./matrix";
import { identity, zeros } from "./matrix";
import { isFinite, ours, scaled, symmetric } from "./ml-matrix";

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Columns are the eigenvectors, in the order of the values. */
  readonly vectors: Matrix;
}

/**
 * Off the diagonal, beside entries of about 1: a QL step divides by what it rotates away, and the quotient would leave the
 * range of doubles. Leaving it out moves an eigenvalue by less.
 */
const NEGLIGIBLE = 1e-200;

/** Only what stands on and below the diagonal is read. A matrix that is not finite has values NaN. */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const n = a.rows;
  if (n === 0) return { values: new Float64Array(0), vectors: zeros(0, 0) };
  if (!isFinite(a)) return { values: new Float64Array(n).fill(NaN), vectors: identity(n) };
  const { matrix, scale } = scaled(symmetric(a));
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (i !== j && Math.abs(matrix.get(i, j)) < NEGLIGIBLE) matrix.set(i, j, 0);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const found = ours(eigenvectorMatrix);
  const order = Array.from(realEigenvalues.keys()).sort((i, j) => realEigenvalues[i] - realEigenvalues[j]);
  const vectors = zeros(n, n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = found.data[i * n + from];
  });
  return { values: Float64Array.from(order, (i) => realEigenvalues[i] * scale), vectors };
}
