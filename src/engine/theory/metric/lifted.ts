/**
 * phi near one theta, as the metric tests need it: its value, dphi, M = dphi dphiᵀ and its directional derivative. Two
 * maps have it: the end-to-end map (model/passes/transfer/) and the listed path lifting (model/paths.ts).
 *
 * M is a symmetric d x d matrix that the end-to-end map never forms: there it is a sum of Kronecker products
 * (kronecker.ts). Derivatives come in coordinates in which the Euclidean norm is the Frobenius norm.
 */
import { dot, innerGram, norm, outerGram, type Matrix } from "../../math/dense/matrix";
import type { LinearOperator } from "../../math/iterative/least-norm";
import type { Network } from "../../model/network";
import { blocksOf, parameterCount } from "../../model/compile";
import type { PathLifting } from "../../model/paths";
import { listPaths, pathCount, pathJacobian, pathJacobianDerivative, pathValues } from "../../model/paths";
import { isGraph, phiKindOf } from "../../model/structure";
import { linearNetwork, type LinearProgram } from "../../model/passes/transfer/linear";
import {
  isShared,
  metricTermCount,
  metricTermDerivatives,
  metricTerms,
} from "../../model/passes/transfer/metric-terms";
import {
  endToEndDerivative,
  endToEndGradient,
  endToEndJacobian,
  endToEndMatrix,
  jacobianDerivative,
  transferDerivative,
  transferOf,
} from "../../model/passes/transfer/transfer";
import { derivativeCoordinates, kroneckerNorm } from "./kronecker";
import { repeatsOf } from "./repeats";

export interface LiftedMap {
  /** z as a table: d = rows * columns. A path lifting is one column. */
  readonly rows: number;
  readonly columns: number;
  /** d. */
  readonly dimension: number;
  /** Multiplications of one product with dphi. */
  readonly work: number;
  /** … and of one derivative of the metric. */
  readonly metricWork: number;
  value(theta: Float64Array): Float64Array;
  /** dphi(theta) by its products. */
  differential(theta: Float64Array): LinearOperator;
  /** dphi(theta) as a table. */
  jacobian(theta: Float64Array): Matrix;
  metric(theta: Float64Array): Metric;
  /** ‖M(b) - M(a)‖_F. */
  metricDistance(a: Float64Array, b: Float64Array): number;
}

/** M at one theta. */
export interface Metric {
  /** ‖M‖_F. */
  readonly size: number;
  /** Number of coordinates of a derivative. */
  readonly coordinates: number;
  /** dM(theta) v in coordinates whose Euclidean norm is ‖dM v‖_F. */
  derivative(v: Float64Array): Float64Array;
}

/** What a product takes beside its multiplications, for each layer: allocations and calls (measured). */
const PER_LAYER = 3000;
/** Paths are listed up to this many; beyond, the graph speaks. */
export const MOST_PATHS = 20000;
const DEEPEST_LISTING = 64;

/** The map phi of a network, or null when it cannot be listed. */
export function liftedMap(network: Network): LiftedMap | null {
  switch (phiKindOf(network)) {
    case "product":
      return endToEnd(network);
    case "path-lifting":
      return isGraph(network) && pathCount(network) <= MOST_PATHS && network.layers.length <= DEEPEST_LISTING
        ? paths(network, listPaths(network))
        : null;
    case "function":
    case "flow-map":
      return null;
  }
}

function endToEnd(network: Network): LiftedMap {
  const program = linearNetwork(network);
  const { columns, parameters } = program;
  const rows = program.signals[program.output].size;
  // Then M is no sum of Kronecker products; what it repeats is taken once.
  const dense = isShared(program) ? repeated(program) : null;
  const terms = metricTermCount(program);
  const widest = Math.max(columns, ...network.layers.map(({ units }) => units));
  return {
    rows,
    columns,
    dimension: rows * columns,
    work:
      PER_LAYER * network.layers.length +
      2 * blocksOf(network).reduce((sum, { wiring }) => sum + wiring.edgeCount * columns, 0) +
      network.layers.reduce((sum, { units }) => sum + units * rows * columns, 0),
    metricWork:
      dense?.metricWork ?? terms * (terms + widest) * (rows * rows + columns * columns) + 4 * parameters * widest,
    value: (theta) => endToEndMatrix(program, theta).data,
    differential(theta) {
      const at = transferOf(program, theta);
      return {
        rows: rows * columns,
        columns: parameters,
        apply: (v) => endToEndDerivative(program, theta, v, at).data,
        applyTransposed: (w) => endToEndGradient(program, { rows, columns, data: w }, at),
      };
    },
    jacobian: (theta) => endToEndJacobian(program, transferOf(program, theta)),
    metric(theta) {
      if (dense !== null) return dense.metric(theta);
      const at = transferOf(program, theta);
      const all = metricTerms(program, at);
      const coordinates = derivativeCoordinates(all);
      return {
        size: kroneckerNorm(all),
        coordinates: coordinates.length,
        derivative: (v) =>
          coordinates.of(metricTermDerivatives(program, at, transferDerivative(program, theta, v, at))),
      };
    },
    metricDistance(a, b) {
      if (dense !== null) return dense.metricDistance(a, b);
      const minus = metricTerms(program, transferOf(program, a)).map(({ p, q }) => ({ p: p.map((x) => -x), q }));
      return kroneckerNorm([...metricTerms(program, transferOf(program, b)), ...minus]);
    },
  };
}

/** The metric of an end-to-end map whose weights act several times. */
function repeated(program: LinearProgram): DenseMetric {
  const { parameters } = program;
  const { count, once } = repeatsOf((theta) => endToEndMatrix(program, theta).data, parameters);
  return denseMetric(count, parameters, {
    jacobian: (theta) => once(endToEndJacobian(program, transferOf(program, theta))),
    jacobianDerivative(theta, v) {
      const at = transferOf(program, theta);
      return once(jacobianDerivative(program, at, transferDerivative(program, theta, v, at)));
    },
  });
}

function paths(network: Network, lifting: PathLifting): LiftedMap {
  const d = lifting.coordinates;
  const parameters = parameterCount(network);
  return {
    rows: d,
    columns: 1,
    dimension: d,
    work: d * parameters,
    value: (theta) => pathValues(lifting, theta),
    differential(theta) {
      const j = pathJacobian(network, lifting, theta);
      return {
        rows: d,
        columns: parameters,
        apply: (v) => product(j, v),
        applyTransposed: (w) => transposedProduct(j, w),
      };
    },
    jacobian: (theta) => pathJacobian(network, lifting, theta),
    ...denseMetric(d, parameters, {
      jacobian: (theta) => pathJacobian(network, lifting, theta),
      jacobianDerivative: (theta, v) => pathJacobianDerivative(network, lifting, theta, v),
    }),
  };
}

type DenseMetric = Pick<LiftedMap, "metricWork" | "metric" | "metricDistance">;

/** J Jᵀ and its derivative dJ Jᵀ + J dJᵀ, from tables of d rows. */
function denseMetric(
  d: number,
  parameters: number,
  of: {
    jacobian(theta: Float64Array): Matrix;
    jacobianDerivative(theta: Float64Array, v: Float64Array): Matrix;
  },
): DenseMetric {
  const metricAt = (theta: Float64Array): Float64Array => {
    const j = of.jacobian(theta);
    return packSymmetric(d, (a, b) => rowProduct(j, a, j, b));
  };
  return {
    metricWork: d * d * parameters,
    metric(theta) {
      const j = of.jacobian(theta);
      return {
        // J Jᵀ and Jᵀ J are of one norm: the smaller.
        size: norm((d > parameters ? innerGram(j) : outerGram(j)).data),
        coordinates: (d * (d + 1)) / 2,
        derivative(v) {
          const dj = of.jacobianDerivative(theta, v);
          return packSymmetric(d, (a, b) => rowProduct(dj, a, j, b) + rowProduct(j, a, dj, b));
        },
      };
    },
    metricDistance(a, b) {
      const [first, second] = [metricAt(a), metricAt(b)];
      return norm(second.map((x, i) => x - first[i]));
    },
  };
}

/** Upper triangle of a symmetric matrix given by entry, off-diagonal entries times sqrt 2: keeps the Frobenius norm. */
function packSymmetric(size: number, entry: (i: number, j: number) => number): Float64Array {
  const packed = new Float64Array((size * (size + 1)) / 2);
  let at = 0;
  for (let i = 0; i < size; i++) {
    packed[at++] = entry(i, i);
    for (let j = i + 1; j < size; j++) packed[at++] = Math.SQRT2 * entry(i, j);
  }
  return packed;
}

function rowProduct(a: Matrix, i: number, b: Matrix, j: number): number {
  return dot(a.data.subarray(i * a.columns, (i + 1) * a.columns), b.data.subarray(j * b.columns, (j + 1) * b.columns));
}

function product(a: Matrix, v: Float64Array): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => dot(a.data.subarray(i * a.columns, (i + 1) * a.columns), v));
}

function transposedProduct(a: Matrix, w: Float64Array): Float64Array {
  const result = new Float64Array(a.columns);
  for (let i = 0; i < a.rows; i++) for (let k = 0; k < a.columns; k++) result[k] += w[i] * a.data[i * a.columns + k];
  return result;
}
