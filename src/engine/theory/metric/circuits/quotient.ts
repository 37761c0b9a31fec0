/**
 * The metric property of whatever a circuit's group leaves unchanged, without a list of its coordinates.
 *
 * Where the group acts freely its orbits are, near θ, the fibres of a map φ with φ(T θ') = φ(θ'), so ∂φ(T θ) T = ∂φ(θ): for X in the algebra
 *   ker ∂φ = { X θ },        ∂M · X θ = -∂φ (X + Xᵀ) ∂φᵀ = -2 ∂φ X_p ∂φᵀ.
 * With coordinates in which ∂φ is the orthogonal projection N off the orbit (they exist: any φ' = ψ∘φ has the same property as φ),
 * M = N, ‖M‖² = D - dim, and the metric changes along X θ by -2 N X_p N. The kernel of [N; ∂h] is what φ and the laws do not see.
 *
 * The laws of the wires are all that φ has where X_k -> N X_k N has no kernel on the antisymmetric ones. For gradients u, v of functions of φ,
 * <v, X θ> = 0 along u gives <[u, v], X θ> = -2 <v, X_k u>: then fields and brackets have at least the rank D - dim p, and laws at most dim p.
 */
import { norm, outerGram, zeros, type Matrix } from "../../../math/dense/matrix";
import { thinSvd } from "../../../math/dense/svd";
import { decideRank } from "../../../math/dense/rank";
import type { LiftedMap } from "../lifted";
import { applied, symmetricGenerators, turnGenerators, type Generator, type Local } from "./action";
import { packed } from "./products";

export interface Quotient {
  /** N. */
  readonly projection: Matrix;
  readonly map: Pick<LiftedMap, "metric" | "metricWork">;
  /** Whether the laws of the wires are shown to be all laws of φ; false: they are not shown to be. */
  hasAllLaws(): boolean;
}

/** Numbers that are kept for it: 128 MiB. */
const MOST_KEPT = 1.6e7;

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
        derivative: (v) => packed(d, changeOf(local, symmetric, coefficients(v), projection)),
      }),
    },
    hasAllLaws() {
      const turns = turnGenerators(local.parts);
      const [rows, columns] = [turns.length, (d * (d - 1)) / 2];
      if (rows === 0) return true;
      if (rows * columns > MOST_KEPT) return false;
      const all = zeros(rows, columns);
      turns.forEach((turn, i) => {
        const at = changeOf(local, [turn], Float64Array.of(1), projection);
        for (let j = 1, next = i * columns; j < d; j++) for (let k = 0; k < j; k++) all.data[next++] = at(j, k);
      });
      const found = decideRank(outerGram(all));
      return found.clear && found.rank === rows;
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

/** An entry of -2 N X N for the X with these coefficients. */
function changeOf(
  local: Local,
  generators: readonly Generator[],
  c: Float64Array,
  { data: n, rows: d }: Matrix,
): (i: number, j: number) => number {
  const images = zeros(d, d);
  for (let j = 0; j < d; j++) {
    const column = n.subarray(j * d, (j + 1) * d);
    const image = images.data.subarray(j * d, (j + 1) * d);
    generators.forEach((generator, g) => {
      if (c[g] !== 0) applied(local, generator, column).forEach((x, at) => (image[at] += c[g] * x));
    });
  }
  // Row j of `images` is X N e_j.
  return (i, j) => {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += n[i * d + k] * images.data[j * d + k];
    return -2 * sum;
  };
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
