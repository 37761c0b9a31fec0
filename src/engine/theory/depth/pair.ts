/**
 * Two paths with the same Z_1 and the same laws, and different metrics: the linear neural ODE's counterexample.
 *
 * From the path go a finite step along the direction in which the metric changes most (violation.ts), on the level set
 * of h itself (level-set.ts), and come back to Z_1 by Newton's method with the Jacobian of the start: c <- c - J⁺
 * (Z_1(c) - Z_1), J the n² x (n² + EXTRA) matrix of δZ_1. Only a pair that was checked is returned: same Z_1, same
 * laws, and a second path that the grid carries.
 */
import { norm, zeros, type Matrix } from "../../math/dense/matrix";
import { svd } from "../../math/dense/svd";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import type { Transporter } from "../../model/path/transport";
import { balanceAlong, lawsAlong, RESOLUTION_TOLERANCE, unresolvedPart } from "./laws";
import { combined } from "./level-set";
import { transported, type Transported } from "./metric";
import { conditionsOf, metricMatrix, type PathViolation } from "./violation";

/** Beyond it the n² x n² decompositions of every attempt take too long. */
export const WIDEST_PAIR = 6;
/** ‖φ_2 - φ_1‖ relative to φ, and the laws' difference relative to the size of their terms. */
export const PATH_PAIR_TOLERANCE = 1e-9;

export interface PathPair {
  readonly second: Float64Array;
  /** In L², relative to the first path. */
  readonly distance: number;
  readonly liftedDifference: number;
  readonly lawDifference: number;
  /** ‖M_2 - M_1‖_F / ‖M_1‖_F. */
  readonly metricDifference: number;
  /** With the gradient G at Z_1 (‖G‖ = 1, row-major) the loss falls at these rates. */
  readonly gradient: Float64Array;
  readonly rates: readonly [number, number];
}

/** Length of the step, in L², relative to the path (or 1); halved until Newton's method succeeds. */
const FIRST_STEP = 0.5;
const ATTEMPTS = 6;
const MOST_ROUNDS = 40;
/** Relative to Z_1: where Newton's method ends. */
const CONVERGED = 1e-13;

export function pathPair(
  transport: Transporter,
  path: Float64Array,
  at: Transported,
  found: PathViolation,
): PathPair | null {
  const whole = lengthOf(transport, path) || 1;
  const inverse = pseudoinverse(conditionsOf(transport, at, found.level, found.basis));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const second = corrected(transport, at, found, inverse, (FIRST_STEP * whole) / 2 ** attempt);
    if (second === null || unresolvedPart(transport, second) > RESOLUTION_TOLERANCE) continue;
    const pair = compared(transport, path, at, second, whole);
    if (Math.max(pair.liftedDifference, pair.lawDifference) <= PATH_PAIR_TOLERANCE) return pair;
  }
  return null;
}

function corrected(
  transport: Transporter,
  at: Transported,
  { level, basis, factors }: PathViolation,
  inverse: Matrix,
  step: number,
): Float64Array | null {
  const coordinates = factors.map((x) => step * x);
  const size = norm(at.end.data);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const path = level.pathAt(combined(level.origin, coordinates, basis));
    const { end } = transported(transport, path);
    const miss = end.data.map((x, i) => x - at.end.data[i]);
    const relative = norm(miss) / size;
    if (!Number.isFinite(relative) || relative > 1e3) return null;
    if (relative <= CONVERGED || (round === MOST_ROUNDS - 1 && relative <= PATH_PAIR_TOLERANCE / 10)) return path;
    for (let k = 0; k < coordinates.length; k++)
      for (let i = 0; i < miss.length; i++) coordinates[k] -= inverse.data[k * miss.length + i] * miss[i];
  }
  return null;
}

function compared(
  transport: Transporter,
  first: Float64Array,
  at: Transported,
  second: Float64Array,
  whole: number,
): PathPair {
  const other = transported(transport, second);
  const [one, two] = [metricMatrix(transport, at), metricMatrix(transport, other)];
  const change: Matrix = { ...one, data: two.data.map((x, i) => x - one.data[i]) };
  const laws = lawsAlong(transport, first);
  const { values, vectors } = symmetricEigen(change);
  const strongest = Math.abs(values[0]) > Math.abs(values[values.length - 1]) ? 0 : values.length - 1;
  const gradient = Float64Array.from({ length: change.rows }, (_, i) => vectors.data[i * change.columns + strongest]);
  const rate = (metric: Matrix): number =>
    gradient.reduce(
      (total, g, i) => total + g * gradient.reduce((row, x, k) => row + metric.data[i * metric.columns + k] * x, 0),
      0,
    );
  return {
    second,
    distance:
      lengthOf(
        transport,
        second.map((x, i) => x - first[i]),
      ) / whole,
    liftedDifference: norm(other.end.data.map((x, i) => x - at.end.data[i])) / norm(at.end.data),
    lawDifference:
      lawsAlong(transport, second).reduce((most, x, i) => Math.max(most, Math.abs(x - laws[i])), 0) /
      balanceAlong(transport, first).scale,
    metricDifference: norm(change.data) / norm(one.data),
    gradient,
    rates: [rate(one), rate(two)],
  };
}

function lengthOf({ width, grid }: Transporter, path: Float64Array): number {
  return norm(path.map((x, i) => x * Math.sqrt(grid.weights[Math.floor(i / width ** 2)])));
}

/** Of a matrix of full row rank. */
function pseudoinverse(a: Matrix): Matrix {
  const { left, values, right } = svd(a);
  const result = zeros(a.columns, a.rows);
  for (let k = 0; k < a.columns; k++)
    for (let i = 0; i < a.rows; i++) {
      let total = 0;
      for (let m = 0; m < values.length; m++)
        total += (right.data[k * right.columns + m] * left.data[i * left.columns + m]) / values[m];
      result.data[k * a.rows + i] = total;
    }
  return result;
}
