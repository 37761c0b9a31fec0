/**
 * The metric property of whatever a circuit's group leaves unchanged, without a list of its coordinates.
 *
 * Where the group acts freely its orbits are, near θ, the fibres of a map φ with φ(T θ') = φ(θ'), so ∂φ(T θ) T = ∂φ(θ): for X in the algebra
 *   ker ∂φ = { X θ },        ∂M · X θ = -∂φ (X + Xᵀ) ∂φᵀ = -2 ∂φ X_p ∂φᵀ.
 * With coordinates in which ∂φ is the orthogonal projection N off the orbit (they exist: any φ' = ψ∘φ has the same property as φ),
 * M = N, ‖M‖² = D - dim, and the metric changes along X θ by -2 N X_p N. The kernel of [N; ∂h] is what φ and the laws do not see.
 */
import { norm, zeros, type Matrix } from "../../../math/dense/matrix";
import { thinSvd } from "../../../math/dense/svd";
import { decideRank } from "../../../math/dense/rank";
import type { LiftedMap } from "../lifted";
import { applied, symmetricGenerators, turnGenerators, type Generator, type Local } from "./action";
import { packed } from "./products";

export interface Quotient {
  /** N. */
  readonly projection: Matrix;
  readonly map: Pick<LiftedMap, "metric" | "metricWork">;
}

export function quotientWork({ parts, theta: { length: d } }: Local): number {
  const g = parts.reduce((sum, { writers }) => sum + writers.length ** 2, 0);
  return 20 * d * g * g + 2 * d * d * g + 2 * d ** 3;
}

export function quotientOf(local: Local): Quotient {
  const { theta } = local;
  const d = theta.length;
  const symmetric = symmetricGenerators(local.parts);
  const orbit = orbitDirections(local);
  const { rank } = decideRank(orbit);
  const { left, values, right } = thinSvd(orbit);
  const projection = projectionOff(left, rank);
  /** The symmetric part of an X with X θ = v: its coefficients. */
  const coefficients = (v: Float64Array): Float64Array => {
    const c = new Float64Array(symmetric.length);
    for (let k = 0; k < rank; k++) {
      let along = 0;
      for (let i = 0; i < d; i++) along += left.data[i * left.columns + k] * v[i];
      for (let i = 0; i < c.length; i++) c[i] += (right.data[i * right.columns + k] * along) / values[k];
    }
    return c;
  };
  return {
    projection,
    map: {
      metricWork: 4 * d ** 3,
      metric: () => ({
        size: norm(projection.data),
        coordinates: (d * (d + 1)) / 2,
        derivative: (v) => changeOf(local, symmetric, coefficients(v), projection),
      }),
    },
  };
}

/** X θ for a basis of the algebra, its symmetric ones first: a column each. */
export function orbitDirections(local: Local): Matrix {
  const generators = [...symmetricGenerators(local.parts), ...turnGenerators(local.parts)];
  const orbit = zeros(local.theta.length, generators.length);
  generators.forEach((generator, i) => {
    applied(local, generator, local.theta).forEach((x, at) => (orbit.data[at * generators.length + i] = x));
  });
  return orbit;
}

/** -2 N X_p N. */
function changeOf(
  local: Local,
  symmetric: readonly Generator[],
  c: Float64Array,
  { data: n, rows: d }: Matrix,
): Float64Array {
  const first = zeros(d, d);
  for (let j = 0; j < d; j++) {
    const column = n.subarray(j * d, (j + 1) * d);
    const image = new Float64Array(d);
    symmetric.forEach((generator, i) => {
      if (c[i] === 0) return;
      applied(local, generator, column).forEach((x, at) => (image[at] += c[i] * x));
    });
    first.data.set(image, j * d);
  }
  // `first` holds the images as rows: N X_p as X_p and N are symmetric.
  const product = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += first.data[i * d + k] * n[k * d + j];
    return -2 * sum;
  };
  return packed(d, product);
}

function projectionOff(basis: Matrix, rank: number): Matrix {
  const d = basis.rows;
  const n = zeros(d, d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < rank; k++) sum -= basis.data[i * basis.columns + k] * basis.data[j * basis.columns + k];
      n.data[i * d + j] = sum;
    }
  return n;
}
