/**
 * Singular values with both sets of vectors, a = left diag(values) rightᵀ, by ml-matrix (Golub–Kahan bidiagonalization
 * and implicit QR steps). Values are accurate to rounding of the largest one.
 *
 * ml-matrix is wrong for wide matrices (its issue 203), so these go through their transpose; of the left factor of a
 * tall matrix it has the first columns only, and the others are completed here. Cost: about 20 rows columns²
 * operations, and the cube of the larger size for the completion.
 */
import { SingularValueDecomposition } from "ml-matrix";
import type { Matrix } from "./matrix";
import { identity, multiply, transpose, zeros } from "./matrix";
import { isFinite, ours, scaled } from "./ml-matrix";
import { decideRank } from "./rank";

/** Square orthogonal factors; min(rows, columns) values, largest first. */
export interface Svd {
  readonly left: Matrix;
  readonly values: Float64Array;
  readonly right: Matrix;
}

/** A matrix that is not finite has values NaN, and the identity for its vectors. */
export function svd(a: Matrix): Svd {
  const { left, values, right } = thinSvd(a);
  return { left: completed(left), values, right: completed(right) };
}

/** The same with the first min(rows, columns) columns of both factors only: no memory beyond the matrix's own. */
export function thinSvd(a: Matrix): Svd {
  if (a.rows < a.columns) {
    const { left, values, right } = thinSvd(transpose(a));
    return { left: right, values, right: left };
  }
  if (a.columns === 0) return { left: zeros(a.rows, 0), values: new Float64Array(0), right: zeros(0, 0) };
  if (!isFinite(a))
    return {
      left: unitColumns(a.rows, a.columns),
      values: new Float64Array(a.columns).fill(NaN),
      right: identity(a.columns),
    };
  const { matrix, scale } = scaled(a);
  const found = new SingularValueDecomposition(matrix);
  return {
    left: ours(found.leftSingularVectors),
    values: Float64Array.from(found.diagonal, (value) => value * scale),
    right: ours(found.rightSingularVectors),
  };
}

function unitColumns(rows: number, columns: number): Matrix {
  const result = zeros(rows, columns);
  for (let i = 0; i < columns; i++) result.data[i * columns + i] = 1;
  return result;
}

/**
 * The polar factor of a tall matrix M (rows >= columns): of all P with orthonormal columns the one with the largest
 * tr(Pᵀ M), which is also nearest to M. With the singular value decomposition M = U S Vᵀ it is P = U Vᵀ
 * (Golub & Van Loan, §6.4.1); a singular M leaves some of P free, and any choice serves.
 */
export function polarFactor(m: Matrix): Matrix {
  if (m.rows === 0 || m.columns === 0) return m;
  const { left, right } = thinSvd(m);
  return multiply(left, transpose(right));
}

/** The orthonormal columns of `a`, then those of a basis of their complement: rows x rows. */
export function completed(a: Matrix): Matrix {
  if (a.columns === a.rows) return a;
  if (a.columns === 0) return identity(a.rows);
  const rest = decideRank(transpose(a)).kernel;
  const whole = zeros(a.rows, a.columns + rest.columns);
  for (let i = 0; i < a.rows; i++) {
    whole.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), i * whole.columns);
    whole.data.set(rest.data.subarray(i * rest.columns, (i + 1) * rest.columns), i * whole.columns + a.columns);
  }
  return whole;
}
