/**
 * Whether the metric changes along directions that change neither φ = Z_1 nor any h_s: the necessary condition of
 * arXiv:2508.07370, Theorem 2.14, for the linear neural ODE.
 *
 * The directions that keep all laws are the tangents of level-set.ts; n² + EXTRA random ones are combined to EXTRA that
 * keep Z_1, too:  δZ_1 = ∫ P_s δA_s Z_s ds  is n² linear conditions. Where they have the rank n², Z_1 is a submersion
 * of the level set, so by the implicit function theorem each such direction is the tangent of a curve of paths with the
 * same Z_1 and the same laws. The space of these directions is infinite-dimensional; what is found on EXTRA of them is
 * a lower bound of the largest violation:
 *
 *   violation = max over unit v in their span of ‖dM v‖_F / ‖M‖_F,   unit: ∫ ‖v_s‖² ds = 1.
 *
 * dM v comes without differences from the transport along [[A, v], [0, A]], whose solutions are [[Z, δZ], [0, Z]] and
 * [[P, δP], [0, P]]. Cost: EXTRA transports of twice the width, (n² + EXTRA)(N² n² + 2 N n³) for the conditions, N n⁴
 * each for M and dM.
 */
import { decideRank, type RankDecision } from "../../math/dense/rank";
import { dot, innerGram, norm, outerGram, squareProduct, viewOf, zeros, type Matrix } from "../../math/dense/matrix";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import type { Progress } from "../../findings/progress";
import { transporter, type Transporter } from "../../model/path/transport";
import { balanceAlong, lawsAlong } from "./laws";
import { levelSet, randomCoordinates, type Coordinates, type LevelSet } from "./level-set";
import { transported, type Transported } from "./metric";

const EXTRA = 4;
/** Wider ones take too long, because the conditions are an n² x n² matrix; … */
export const WIDEST_VIOLATION = 16;
/** … and so do grids that make it more multiplications than this: some seconds. */
const LARGEST_SEARCH = 2e9;

export function canSearch(width: number, nodes: number): boolean {
  return (
    width <= WIDEST_VIOLATION &&
    (width ** 2 + EXTRA) * (nodes ** 2 * width ** 2 + 2 * nodes * width ** 3) <= LARGEST_SEARCH
  );
}

export interface PathViolation {
  readonly value: number;
  /** ‖δZ_1‖ / ‖Z_1‖ and the largest ‖δh_s‖ / scale along the direction found: rounding. */
  readonly liftedResidual: number;
  readonly lawResidual: number;
  /** The direction, at the nodes. */
  readonly direction: Float64Array;
  /** Of the conditions, which must have the rank n². */
  readonly conditions: RankDecision;
  readonly level: LevelSet;
  readonly basis: readonly Coordinates[];
  /** Of the direction in the basis. */
  readonly factors: Float64Array;
}

/** `null` where the conditions do not have full rank. */
export function* pathViolation(
  transport: Transporter,
  path: Float64Array,
  at: Transported,
): Generator<Progress, PathViolation | null> {
  const { width, nodes, grid } = transport;
  const size = width * width;
  const level = levelSet(transport, path);
  const count = size + EXTRA;
  const basis: Coordinates[] = [];
  const tangents: Float64Array[] = [];
  const conditions = zeros(size, count);
  for (let k = 0; k < count; k++) {
    basis.push(randomCoordinates(transport, k));
    tangents.push(level.tangent(basis[k]));
    changeOfEnd(transport, at, tangents[k]).forEach((x, i) => {
      conditions.data[i * count + k] = x;
    });
    yield { stage: "Looking for paths with the same end and the same laws", fraction: k / count };
  }
  const decision = decideRank(conditions);
  if (decision.rank < size || !decision.clear) return null;
  const combinations = columnsOf(decision.kernel);
  const vectors = combinations.map((factors) => weighted(tangents, factors));
  const orthonormal = orthonormalFactors(vectors, grid.weights, size);
  const double = transporter(2 * width, nodes);
  const metric = metricMatrix(transport, at);
  const changes: Float64Array[] = [];
  for (const mix of orthonormal) {
    changes.push(changeOfMetric(transport, double, path, weighted(vectors, mix)));
    yield { stage: "Measuring how the metric changes", fraction: changes.length / orthonormal.length };
  }
  const gram = zeros(changes.length, size * size);
  changes.forEach((change, k) => {
    gram.data.set(change, k * size * size);
  });
  // Ascending: the last one is the largest.
  const { values, vectors: mixtures } = symmetricEigen(outerGram(gram));
  const top = values.length - 1;
  const best = Float64Array.from(orthonormal[0], (_, i) =>
    orthonormal.reduce((total, mix, k) => total + mixtures.data[k * mixtures.columns + top] * mix[i], 0),
  );
  const factors = Float64Array.from({ length: count }, (_, k) =>
    combinations.reduce((sum, one, i) => sum + best[i] * one[k], 0),
  );
  const direction = weighted(vectors, best);
  const residuals = {
    liftedResidual: norm(changeOfEnd(transport, at, direction)) / norm(at.end.data),
    lawResidual: changeOfLaws(transport, path, direction),
  };
  return {
    value: Math.sqrt(Math.max(0, values[top])) / norm(metric.data),
    ...residuals,
    direction,
    conditions: decision,
    level,
    basis,
    factors,
  };
}

/** The n² x K matrix of δZ_1 along the basis. */
export function conditionsOf(
  transport: Transporter,
  at: Transported,
  level: LevelSet,
  basis: readonly Coordinates[],
): Matrix {
  const conditions = zeros(transport.width ** 2, basis.length);
  basis.forEach((one, k) => {
    changeOfEnd(transport, at, level.tangent(one)).forEach((x, i) => {
      conditions.data[i * basis.length + k] = x;
    });
  });
  return conditions;
}

/** M as the n² x n² matrix that acts on G row by row. */
export function metricMatrix({ width, nodes, grid }: Transporter, { z, p }: Pick<Transported, "z" | "p">): Matrix {
  const size = width * width;
  const result = zeros(size, size);
  for (let j = 0; j < nodes; j++)
    addKronecker(
      result,
      outerGram(viewOf(p, j * size, width, width)),
      innerGram(viewOf(z, j * size, width, width)),
      grid.weights[j],
    );
  return result;
}

/** ∫ P δA Z. */
function changeOfEnd({ width, nodes, grid }: Transporter, { z, p }: Transported, change: Float64Array): Float64Array {
  const size = width * width;
  const [half, whole, result] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let j = 0; j < nodes; j++) {
    squareProduct(width, p, j * size, change, j * size, half, 0);
    squareProduct(width, half, 0, z, j * size, whole, 0);
    for (let i = 0; i < size; i++) result[i] += grid.weights[j] * whole[i];
  }
  return result;
}

/** h is quadratic in the path, so the central difference is exact. */
function changeOfLaws(transport: Transporter, path: Float64Array, direction: Float64Array): number {
  const [after, before] = [1, -1].map((sign) =>
    lawsAlong(
      transport,
      path.map((x, i) => x + sign * direction[i]),
    ),
  );
  const { scale } = balanceAlong(transport, path);
  return after.reduce((most, x, i) => Math.max(most, Math.abs(x - before[i]) / 2), 0) / (scale || 1);
}

function changeOfMetric(
  { width: n, nodes, grid }: Transporter,
  double: Transporter,
  path: Float64Array,
  direction: Float64Array,
): Float64Array {
  const size = n * n;
  const blocks = new Float64Array(4 * path.length);
  for (let j = 0; j < nodes; j++)
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) {
        const a = path[j * size + i * n + k];
        blocks[4 * j * size + i * 2 * n + k] = a;
        blocks[4 * j * size + (n + i) * 2 * n + n + k] = a;
        blocks[4 * j * size + i * 2 * n + n + k] = direction[j * size + i * n + k];
      }
  const { z, p } = transported(double, blocks);
  const corner = (values: Float64Array, j: number, column: number): Matrix => ({
    rows: n,
    columns: n,
    data: Float64Array.from(
      { length: size },
      (_, i) => values[4 * j * size + Math.floor(i / n) * 2 * n + column + (i % n)],
    ),
  });
  const result = zeros(size, size);
  for (let j = 0; j < nodes; j++) {
    const [z0, dz, p0, dp] = [corner(z, j, 0), corner(z, j, n), corner(p, j, 0), corner(p, j, n)];
    addKronecker(
      result,
      difference(outerGram(sum(p0, dp)), outerGram(sum(p0, dp, -1))),
      innerGram(z0),
      grid.weights[j] / 2,
    );
    addKronecker(
      result,
      outerGram(p0),
      difference(innerGram(sum(z0, dz)), innerGram(sum(z0, dz, -1))),
      grid.weights[j] / 2,
    );
  }
  return result.data;
}

function sum(a: Matrix, b: Matrix, factor = 1): Matrix {
  return { ...a, data: a.data.map((x, i) => x + factor * b.data[i]) };
}

function difference(a: Matrix, b: Matrix): Matrix {
  return sum(a, b, -1);
}

/** target += weight · a ⊗ b for symmetric a and b. */
function addKronecker(target: Matrix, a: Matrix, b: Matrix, weight: number): void {
  const n = a.rows;
  for (let k = 0; k < n; k++)
    for (let l = 0; l < n; l++)
      for (let i = 0; i < n; i++) {
        const factor = weight * a.data[k * n + i];
        const row = (k * n + l) * target.columns + i * n;
        for (let m = 0; m < n; m++) target.data[row + m] += factor * b.data[l * n + m];
      }
}

function columnsOf(a: Matrix): Float64Array[] {
  return Array.from({ length: a.columns }, (_, j) =>
    Float64Array.from({ length: a.rows }, (_row, i) => a.data[i * a.columns + j]),
  );
}

function weighted(vectors: readonly Float64Array[], factors: ArrayLike<number>): Float64Array {
  const result = new Float64Array(vectors[0].length);
  vectors.forEach((vector, k) => {
    for (let i = 0; i < result.length; i++) result[i] += factors[k] * vector[i];
  });
  return result;
}

/** Gram-Schmidt in L², on the coefficients: row k says how the k-th orthonormal vector is made of the given ones. */
function orthonormalFactors(vectors: readonly Float64Array[], weights: Float64Array, size: number): Float64Array[] {
  const scaled = vectors.map((vector) => vector.map((x, i) => x * Math.sqrt(weights[Math.floor(i / size)])));
  const mixes: Float64Array[] = [];
  const made: Float64Array[] = [];
  scaled.forEach((vector, k) => {
    const [v, mix] = [vector.slice(), Float64Array.from(vectors, (_, i) => (i === k ? 1 : 0))];
    made.forEach((other, i) => {
      const along = dot(v, other);
      for (let at = 0; at < v.length; at++) v[at] -= along * other[at];
      for (let at = 0; at < mix.length; at++) mix[at] -= along * mixes[i][at];
    });
    const length = norm(v);
    made.push(v.map((x) => x / length));
    mixes.push(mix.map((x) => x / length));
  });
  return mixes;
}
