/**
 * The polar factor of a tall matrix M (rows >= columns): of all P with orthonormal columns the one with the largest
 * tr(Pᵀ M), which is also nearest to M. With the singular value decomposition M = U S Vᵀ it is P = U Vᵀ
 * (Golub & Van Loan, §6.4.1); a singular M leaves some of P free, and any choice serves.
 *
 * Through ml-matrix, whose decomposition is right for tall input. Cost about 20 rows columns².
 */
import { Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import type { Matrix } from "./matrix";
import { multiply, transpose, zeros } from "./matrix";

export function polarFactor(m: Matrix): Matrix {
  if (m.rows === 0 || m.columns === 0) return m;
  const decomposition = new SingularValueDecomposition(MlMatrix.from1DArray(m.rows, m.columns, m.data));
  const plain = (a: MlMatrix): Matrix => {
    const result = zeros(a.rows, m.columns);
    for (let i = 0; i < a.rows; i++) for (let j = 0; j < m.columns; j++) result.data[i * m.columns + j] = a.get(i, j);
    return result;
  };
  return multiply(plain(decomposition.leftSingularVectors), transpose(plain(decomposition.rightSingularVectors)));
}
