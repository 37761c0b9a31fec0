/**
 * Singular values with both sets of vectors, a = left diag(values) rightᵀ, by Jacobi rotations from the right (Hestenes 1958;
 * Demmel & Veselić, SIAM J. Matrix Anal. 13 (1992): small singular values come out to high relative accuracy where scaling allows).
 *
 * Rotations make the columns of A V orthogonal, pair by pair; their lengths are the values, their directions the left vectors. A
 * pair counts as orthogonal at 2^-52 times the product of its lengths. What is left of columns below rounding of the largest one
 * has no direction of its own: these left vectors complete the others. The matrix is scaled by a power of two first.
 * Cost: 6 to 10 rounds of 6 rows columns² operations.
 */
import type { Matrix } from "./matrix";
import { dot, identity, multiply, norm, transpose, zeros } from "./matrix";
import { decideRank } from "./rank";
import { powerOfTwoNear, rotate } from "./symmetric-eigen";

/** Square orthogonal factors; min(rows, columns) values, largest first. */
export interface Svd {
  readonly left: Matrix;
  readonly values: Float64Array;
  readonly right: Matrix;
}

const MOST_ROUNDS = 60;

export function svd(a: Matrix): Svd {
  if (a.rows < a.columns) {
    const { left, values, right } = svd(transpose(a));
    return { left: right, values, right: left };
  }
  if (a.columns === 0) return { left: identity(a.rows), values: new Float64Array(0), right: zeros(0, 0) };
  const { columns, turned, values } = orthogonalColumns(a);
  const order = Array.from(values.keys()).sort((i, j) => values[j] - values[i]);
  const negligible = Number.EPSILON * a.columns * values[order[0]];
  const kept = order.filter((j) => values[j] > negligible);
  const left = zeros(a.rows, kept.length);
  kept.forEach((from, to) => {
    for (let i = 0; i < a.rows; i++) left.data[i * kept.length + to] = columns[from][i] / values[from];
  });
  const right = zeros(a.columns, a.columns);
  const scale = powerOfTwoNear(a.data);
  order.forEach((from, to) => {
    for (let i = 0; i < a.columns; i++) right.data[i * a.columns + to] = turned[from][i];
  });
  return { left: completed(left), values: Float64Array.from(order, (j) => values[j] * scale), right };
}

/**
 * The polar factor of a tall matrix M (rows >= columns): of all P with orthonormal columns the one with the largest
 * tr(Pᵀ M), which is also nearest to M. With the singular value decomposition M = U S Vᵀ it is P = U Vᵀ
 * (Golub & Van Loan, §6.4.1); a singular M leaves some of P free, and any choice serves.
 */
export function polarFactor(m: Matrix): Matrix {
  if (m.rows === 0 || m.columns === 0) return m;
  const { left, right } = svd(m);
  const thin = zeros(m.rows, m.columns);
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < m.columns; j++) thin.data[i * m.columns + j] = left.data[i * left.columns + j];
  return multiply(thin, transpose(right));
}

/** The columns of a V, scaled, V's columns, and the lengths of the first. */
function orthogonalColumns(a: Matrix): { columns: Float64Array[]; turned: Float64Array[]; values: Float64Array } {
  const n = a.columns;
  const scale = powerOfTwoNear(a.data);
  const columns = Array.from({ length: n }, (_, j) =>
    Float64Array.from({ length: a.rows }, (_unused, i) => a.data[i * n + j] / scale),
  );
  const turned = Array.from({ length: n }, (_, j) =>
    Float64Array.from({ length: n }, (_unused, i) => (i === j ? 1 : 0)),
  );
  const squares = Float64Array.from(columns, (column) => dot(column, column));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let turns = 0;
    const least = Number.EPSILON ** 2 * squares.reduce((most, x) => Math.max(most, x), 0);
    for (let i = 0; i + 1 < n; i++)
      for (let j = i + 1; j < n; j++) {
        if (squares[i] <= least || squares[j] <= least) continue;
        const along = dot(columns[i], columns[j]);
        if (Math.abs(along) <= Number.EPSILON * Math.sqrt(squares[i]) * Math.sqrt(squares[j])) continue;
        turns++;
        const slope = (squares[j] - squares[i]) / (2 * along);
        const tangent = (slope >= 0 ? 1 : -1) / (Math.abs(slope) + Math.sqrt(1 + slope * slope));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        rotate(columns[i], columns[j], cosine, cosine * tangent);
        rotate(turned[i], turned[j], cosine, cosine * tangent);
        squares[i] = dot(columns[i], columns[i]);
        squares[j] = dot(columns[j], columns[j]);
      }
    if (turns === 0) break;
  }
  return { columns, turned, values: Float64Array.from(columns, (column) => norm(column)) };
}

/** The orthonormal columns of `a`, then those of a basis of their complement. */
function completed(a: Matrix): Matrix {
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
