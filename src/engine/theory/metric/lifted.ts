/**
 * phi near one theta, as the metric tests need it: dphi, M = dphi dphiᵀ and its directional derivative. Two maps have it:
 * the end-to-end map (model/transfer.ts) and the listed path lifting (model/paths.ts).
 */
import type { Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { parameterCount } from "../../model/network";
import type { PathLifting } from "../../model/paths";
import { listPaths, pathCount, pathJacobian, pathJacobianDerivative } from "../../model/paths";
import { phiKindOf } from "../../model/structure";
import type { KroneckerTerm } from "../../model/transfer";
import { endToEndColumns, endToEndJacobian, metricDerivativeTerms, metricTerms, transferDerivative, transferOf } from "../../model/transfer";
import { packSymmetric } from "./violation";

export interface LiftedMap {
  /** d, the number of coordinates of phi. */
  readonly dimension: number;
  /** Multiplications for one entry of the packed dM v. */
  readonly terms: number;
  jacobian(theta: Float64Array): Matrix;
  /** M(theta), packed (violation.ts, packSymmetric). */
  metric(theta: Float64Array): Float64Array;
  /** v -> dM(theta) v, packed. */
  metricDerivative(theta: Float64Array): (v: Float64Array) => Float64Array;
}

/** Paths are listed up to this many; beyond, the graph speaks. */
export const MOST_PATHS = 20000;
const DEEPEST_LISTING = 64;


/** The map phi of a network, or null when it cannot be listed. */
export function liftedMap(network: Network): LiftedMap | null {
  switch (phiKindOf(network)) {
    case "product":
      return endToEnd(network);
    case "path-lifting":
      return pathCount(network) <= MOST_PATHS && network.layers.length <= DEEPEST_LISTING ? paths(network, listPaths(network)) : null;
    case "function":
      return null;
  }
}

function endToEnd(network: Network): LiftedMap {
  const columns = endToEndColumns(network);
  const dimension = network.layers[network.layers.length - 1].units * columns;
  const pack = (terms: readonly KroneckerTerm[]): Float64Array =>
    packSymmetric(dimension, (a, b) => {
      const [o1, i1, o2, i2] = [Math.floor(a / columns), a % columns, Math.floor(b / columns), b % columns];
      let sum = 0;
      for (const { p, q } of terms) sum += p.data[o1 * p.columns + o2] * q.data[i1 * columns + i2];
      return sum;
    });
  return {
    dimension,
    terms: 2 * network.layers.reduce((sum, layer) => sum + (layer.type === "diagonal" ? layer.units : layer.sources.length) + (layer.bias ? 1 : 0), 0),
    jacobian: (theta) => endToEndJacobian(network, parameterCount(network), transferOf(network, theta)),
    metric: (theta) => pack(metricTerms(network, transferOf(network, theta))),
    metricDerivative: (theta) => {
      const at = transferOf(network, theta);
      return (v) => pack(metricDerivativeTerms(network, at, transferDerivative(network, theta, v, at)));
    },
  };
}

function paths(network: Network, lifting: PathLifting): LiftedMap {
  return {
    dimension: lifting.coordinates,
    terms: 2 * parameterCount(network),
    jacobian: (theta) => pathJacobian(network, lifting, theta),
    metric: (theta) => {
      const j = pathJacobian(network, lifting, theta);
      return packSymmetric(lifting.coordinates, (a, b) => rowProduct(j, a, j, b));
    },
    metricDerivative: (theta) => {
      const j = pathJacobian(network, lifting, theta);
      return (v) => {
        const dj = pathJacobianDerivative(network, lifting, theta, v);
        return packSymmetric(lifting.coordinates, (a, b) => rowProduct(dj, a, j, b) + rowProduct(j, a, dj, b));
      };
    },
  };
}

function rowProduct(a: Matrix, i: number, b: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0; k < a.columns; k++) sum += a.data[i * a.columns + k] * b.data[j * b.columns + k];
  return sum;
}
