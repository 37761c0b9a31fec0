/**
 * The metric of the end-to-end map as a sum of Kronecker products, one for each block of weights (transfer.ts):
 *   M = sum_b P_b ⊗ Q_b,   P = B Bᵀ (outputs),   Q = Fᵀ F (columns),
 * and its derivative  dM = sum_b dP_b ⊗ Q_b + P_b ⊗ dQ_b. A diagonal layer has one term for each coordinate.
 *
 * The d x d matrix is never formed. P and Q are kept packed: the upper triangle, off-diagonal entries times sqrt 2, so
 * that the Euclidean product of two packed matrices is their Frobenius product.
 */
import type { Matrix } from "../math/dense/matrix";
import { addProduct, multiply, transpose } from "../math/dense/matrix";
import type { Network } from "./network";
import { blocksOf } from "./compile";
import type { Transfer } from "./transfer";
import { sourceMatrix } from "./transfer";

/** P ⊗ Q, both packed. */
export interface KroneckerTerm {
  readonly p: Float64Array;
  readonly q: Float64Array;
}

export function metricTerms(network: Network, at: Transfer): KroneckerTerm[] {
  return factors(network, at, at).map(({ b, f }) => ({
    p: packed(multiply(b, transpose(b))),
    q: packed(multiply(transpose(f), f)),
  }));
}

/** For each term of `metricTerms`, dP and dQ along the direction whose transfer derivative is `change`. */
export function metricTermDerivatives(network: Network, at: Transfer, change: Transfer): KroneckerTerm[] {
  return factors(network, at, change).map(({ b, db, f, df }) => ({
    p: packed(symmetrized(b, db)),
    q: packed(symmetrized(transpose(f), transpose(df))),
  }));
}

interface Factors {
  readonly b: Matrix;
  readonly db: Matrix;
  readonly f: Matrix;
  readonly df: Matrix;
}

function factors(network: Network, at: Transfer, change: Transfer): Factors[] {
  return blocksOf(network).flatMap((block): Factors[] => {
    const [b, db] = [at.backward[block.layer], change.backward[block.layer]];
    const [f, df] = [sourceMatrix(at, block), sourceMatrix(change, block)];
    if (block.kind !== "diagonal") return [{ b, db, f, df }];
    return Array.from({ length: block.rows }, (_, j) => ({
      b: columnOf(b, j),
      db: columnOf(db, j),
      f: rowOf(f, j),
      df: rowOf(df, j),
    }));
  });
}

/** da aᵀ + a daᵀ. */
function symmetrized(a: Matrix, da: Matrix): Matrix {
  const sum = multiply(da, transpose(a));
  addProduct(sum, a, transpose(da));
  return sum;
}

function packed(a: Matrix): Float64Array {
  const n = a.rows;
  const result = new Float64Array((n * (n + 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) {
    result[at++] = a.data[i * n + i];
    for (let j = i + 1; j < n; j++) result[at++] = Math.SQRT2 * a.data[i * n + j];
  }
  return result;
}

function columnOf(a: Matrix, j: number): Matrix {
  return { rows: a.rows, columns: 1, data: Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.columns + j]) };
}

function rowOf(a: Matrix, i: number): Matrix {
  return { rows: 1, columns: a.columns, data: a.data.slice(i * a.columns, (i + 1) * a.columns) };
}
