/** Orthonormal columns by Gram-Schmidt. */
import type { Matrix } from "./matrix";
import { dot, norm, zeros } from "./matrix";

/**
 * Columns of `a` (rows >= columns) made orthonormal by Gram-Schmidt, twice for full accuracy, signs as in the QR
 * decomposition with positive diagonal: applied to a Gaussian matrix this is the uniform (Haar) distribution
 * (Mezzadri, Notices AMS 54, 2007). Cost 4 rows columns^2.
 */
export function orthonormalColumns(a: Matrix): Matrix {
  const { rows, columns } = a;
  const vectors = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => a.data[i * columns + j]),
  );
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
