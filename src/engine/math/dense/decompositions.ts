/** Symmetric eigenproblems and orthonormal columns, through ml-matrix, on our plain matrices. */
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import type { Matrix } from "./matrix";
import { dot, norm, zeros } from "./matrix";

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Columns are the eigenvectors, in the order of the values. */
  readonly vectors: Matrix;
}

/** Eigenvalues and orthonormal eigenvectors of a symmetric matrix. Cost about 9 n^3. */
export function symmetricEigen(a: Matrix): SymmetricEigen {
  const n = a.rows;
  if (n === 0) return { values: new Float64Array(0), vectors: zeros(0, 0) };
  const decomposition = new EigenvalueDecomposition(MlMatrix.from1DArray(n, n, a.data), { assumeSymmetric: true });
  const order = decomposition.realEigenvalues.map((_, i) => i).sort((i, j) => decomposition.realEigenvalues[i] - decomposition.realEigenvalues[j]);
  const vectors = zeros(n, n);
  const source = decomposition.eigenvectorMatrix;
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + to] = source.get(i, from);
  });
  return { values: Float64Array.from(order, (i) => decomposition.realEigenvalues[i]), vectors };
}

/**
 * Columns of `a` (rows >= columns) made orthonormal by Gram-Schmidt, twice for full accuracy, signs as in the QR
 * decomposition with positive diagonal: applied to a Gaussian matrix this is the uniform (Haar) distribution
 * (Mezzadri, Notices AMS 54, 2007). Cost 4 rows columns^2.
 */
export function orthonormalColumns(a: Matrix): Matrix {
  const { rows, columns } = a;
  const vectors = Array.from({ length: columns }, (_, j) => Float64Array.from({ length: rows }, (_, i) => a.data[i * columns + j]));
  vectors.forEach((vector, j) => {
    for (let pass = 0; pass < 2; pass++)
      for (let k = 0; k < j; k++) {
        const along = dot(vector, vectors[k]);
        for (let i = 0; i < rows; i++) vector[i] -= along * vectors[k][i];
      }
    const length = norm(vector);
    for (let i = 0; i < rows; i++) vector[i] = length === 0 ? 0 : vector[i] / length;
  });
  const result = zeros(rows, columns);
  vectors.forEach((vector, j) => {
    for (let i = 0; i < rows; i++) result.data[i * columns + j] = vector[i];
  });
  return result;
}
