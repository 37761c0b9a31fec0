/**
 * The balanced weights of a circuit that compute the same function. With A = w wᵀ and B = r rᵀ (n x n) of one wire and T symmetric, w -> T w
 * and r -> T⁻¹ r have the law matrix T⁻¹ B T⁻¹ - T A T; it is 0 where P = T² solves  P A P = B:
 *   P = A^{-1/2} (A^{1/2} B A^{1/2})^{1/2} A^{-1/2},
 * the geometric mean of A⁻¹ and B, unique for A, B > 0 (Kempf and Ness: the point of least norm on the orbit). A second step takes the
 * rounding of the first out, where A and B are far from equal. Wires that share weights are balanced together by Newton's method
 * (with-laws.ts); where that is too large, they are gone through in turn, each of which lowers the norm. What numbers alone change is left as it
 * is, but in the former. Cost: five eigenvalue problems, 9 n³ each.
 */
import { multiply, transpose, zeros, type Matrix } from "../../../math/dense/matrix";
import { symmetricEigen } from "../../../math/dense/symmetric-eigen";
import { localOf, symmetricGenerators } from "./action";
import type { Circuit, CircuitPart } from "./circuit";
import { withLaws } from "./with-laws";

/** Widest part whose eigenvalues are computed. */
const WIDEST = 400;
/** Eigenvalues of A and B below this fraction of the largest: the wire is not of full rank, and has no such point. */
const SMALLEST = 1e-12;
const STEPS = 2;
/** … and of wires that share weights, … */
const TURNS = 16;
/** … where Newton's method takes more operations than this. */
const MOST_WORK = 2e9;

/** theta with this circuit balanced; null: some part of it has no balanced point on its orbit, or is too wide. */
export function balancedOn({ kind, parts }: Circuit, theta: Float64Array): Float64Array | null {
  const matrices = parts.filter(({ writers, phases }) => writers.length > 1 && !phases);
  if (matrices.length === 0) return null;
  if (kind === "linked" && orbitWork(parts, theta) <= MOST_WORK) return together(parts, theta);
  const moved = theta.slice();
  const steps = kind === "linked" ? TURNS : STEPS;
  for (let step = 0; step < steps; step++)
    for (const part of matrices) {
      if (part.writers.length > WIDEST) return null;
      const change = changeOf(part, moved);
      if (change === null) return null;
      apply(change.t, part.writers, moved);
      apply(change.inverse, part.readers, moved);
    }
  return moved;
}

/** Operations of Newton's steps. */
function orbitWork(parts: readonly CircuitPart[], theta: Float64Array): number {
  const laws = symmetricGenerators(parts).length;
  return 10 * laws ** 2 * (localOf(parts, theta).theta.length + laws);
}

function together(parts: readonly CircuitPart[], theta: Float64Array): Float64Array | null {
  const local = localOf(parts, theta);
  const generators = symmetricGenerators(parts);
  const found = withLaws(new Float64Array(generators.length), local, generators, local.theta);
  if (found === null) return null;
  const moved = theta.slice();
  local.at.forEach((at, i) => (moved[at] = found.theta[i]));
  return moved;
}

function changeOf({ writers, readers }: CircuitPart, theta: Float64Array): { t: Matrix; inverse: Matrix } | null {
  const [a, b] = [gramOf(writers, theta), gramOf(readers, theta)];
  const [root, rootInverse] = [power(a, 0.5), power(a, -0.5)];
  if (root === null || rootInverse === null || power(b, 0.5) === null) return null;
  const middle = power(multiply(root, multiply(b, root)), 0.5);
  if (middle === null) return null;
  const p = multiply(rootInverse, multiply(middle, rootInverse));
  const [t, inverse] = [power(p, 0.5), power(p, -0.5)];
  return t === null || inverse === null ? null : { t, inverse };
}

function gramOf(rows: readonly Int32Array[], theta: Float64Array): Matrix {
  const gram = zeros(rows.length, rows.length);
  rows.forEach((one, i) =>
    rows.forEach((other, j) => {
      gram.data[i * rows.length + j] = one.reduce((sum, at, c) => sum + theta[at] * theta[other[c]], 0);
    }),
  );
  return gram;
}

/** Of a positive definite matrix; null: it is none. */
function power(a: Matrix, exponent: number): Matrix | null {
  const { values, vectors } = symmetricEigen(a);
  if (!(values[0] > SMALLEST * values[values.length - 1])) return null;
  const n = a.rows;
  const scaled = zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) scaled.data[i * n + j] = vectors.data[i * n + j] * values[j] ** exponent;
  return multiply(scaled, transpose(vectors));
}

function apply({ data, rows: n }: Matrix, rows: readonly Int32Array[], theta: Float64Array): void {
  rows[0].forEach((_, c) => {
    const line = rows.map((row) => theta[row[c]]);
    rows.forEach((row, i) => {
      theta[row[c]] = line.reduce((sum, x, j) => sum + data[i * n + j] * x, 0);
    });
  });
}
