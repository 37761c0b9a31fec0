/** Symmetric eigenproblems, singular values with their vectors and orthonormal columns, through ml-matrix, on our matrices. */
import { EigenvalueDecomposition, Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import type { Matrix } from "./matrix";
import { dot, identity, norm, transpose, zeros } from "./matrix";
import { decideRank } from "./rank";

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

/** a = left diag(values) rightᵀ with square orthogonal factors; min(rows, columns) values, largest first. */
export interface Svd {
  readonly left: Matrix;
  readonly values: Float64Array;
  readonly right: Matrix;
}

/** Cost about 20 rows columns min(rows, columns), and the cube of the larger size for the full factors. */
export function svd(a: Matrix): Svd {
  if (a.rows < a.columns) {
    // ml-matrix is wrong for wide input.
    const { left, values, right } = svd(transpose(a));
    return { left: right, values, right: left };
  }
  if (a.columns === 0) return { left: identity(a.rows), values: new Float64Array(0), right: zeros(0, 0) };
  const found = new SingularValueDecomposition(MlMatrix.from1DArray(a.rows, a.columns, a.data));
  const thin = plain(found.leftSingularVectors);
  return { left: completed(thin), values: Float64Array.from(found.diagonal), right: plain(found.rightSingularVectors) };
}

function plain(a: MlMatrix): Matrix {
  return { rows: a.rows, columns: a.columns, data: Float64Array.from(a.to1DArray()) };
}

/** The orthonormal columns of `a`, then those of a basis of their complement. */
function completed(a: Matrix): Matrix {
  const rest = decideRank(transpose(a)).kernel;
  const whole = zeros(a.rows, a.columns + rest.columns);
  for (let i = 0; i < a.rows; i++) {
    whole.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), i * whole.columns);
    whole.data.set(rest.data.subarray(i * rest.columns, (i + 1) * rest.columns), i * whole.columns + a.columns);
  }
  return whole;
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
