/**
 * All listed laws as one map h: theta -> R^N with its differential.
 *
 * The entries of a symmetric law matrix beside the diagonal are multiplied by sqrt 2. Then a change of basis in the
 * hidden layer, S -> Rᵀ S R, is an orthogonal change of h, and the singular values of dh do not depend on it. So are
 * all entries of a matrix across two layers, which together are one.
 *
 * The matrix of one layer is applied by products: with M the weights of a tensor at the n units, a row for each (families.ts),
 *   dS = sum ± (M dMᵀ + dM Mᵀ),     gradient of <Omega, S>:  ± 2 Omega M.
 * Cost n² times the widths beside it; other families cost their number of weights.
 */
import { addProduct, multiply, transpose, zeros, type Matrix } from "../../math/dense/matrix";
import type { LinearOperator } from "../../math/iterative/least-norm";
import type { LawFamily } from "../laws/families";
import {
  doubledBy,
  isOneLayersMatrix,
  lawIndices,
  linearLaws,
  listedValues,
  strandMatrix,
  visitGradient,
} from "../laws/families";

export interface LawMap {
  /** N. */
  readonly count: number;
  /** Multiplications of one product with dh. */
  readonly work: number;
  values(theta: Float64Array): Float64Array;
  differential(theta: Float64Array): LinearOperator;
}

export function lawMap(families: readonly LawFamily[]): LawMap {
  const count = families.reduce((sum, family) => sum + family.count, 0);
  const offsets = families.map((_, f) => families.slice(0, f).reduce((sum, family) => sum + family.count, 0));
  const eachPart = (whole: Float64Array, act: (family: LawFamily, part: Float64Array) => void): Float64Array => {
    families.forEach((family, f) => act(family, whole.subarray(offsets[f], offsets[f] + family.count)));
    return whole;
  };
  return {
    count,
    work: families.reduce((sum, family) => sum + workOf(family), 0),
    values: (theta) => eachPart(new Float64Array(count), (family, part) => part.set(weighted(family, theta))),
    differential: (theta) => ({
      rows: count,
      columns: theta.length,
      apply: (v) => eachPart(new Float64Array(count), (family, part) => part.set(applied(family, theta, v))),
      applyTransposed(w) {
        const gradient = new Float64Array(theta.length);
        eachPart(w, (family, part) => addGradient(family, theta, part, gradient));
        return gradient;
      },
    }),
  };
}

/** Gradients of all laws at theta, one row each. */
export function lawGradients(families: readonly LawFamily[], theta: Float64Array): Matrix {
  const { count } = lawMap(families);
  const result = zeros(count, theta.length);
  let row = 0;
  for (const family of families) {
    for (const sum of linearLaws(family) ?? []) {
      const start = row++ * theta.length;
      for (const { at, sign } of sum) result.data[start + at] = sign;
    }
    for (const [j, k] of lawIndices(family)) {
      const start = row++ * theta.length;
      visitGradient(family, j, k, (at, from, sign) => {
        result.data[start + at] += sign * weight(family, j, k) * theta[from];
      });
      const doubled = doubledBy(family, j);
      if (doubled !== undefined) result.data[start + doubled] += 2;
    }
  }
  return result;
}

/** Between two layers j = k is no diagonal. */
function weight({ partner }: LawFamily, j: number, k: number): number {
  return j === k && partner === undefined ? 1 : Math.SQRT2;
}

/** What a product takes beside its multiplications, for each tensor of a family: allocations and calls (measured). */
const PER_STRAND = 3000;

function workOf(family: LawFamily): number {
  const weights = family.strands.reduce((sum, { first }) => sum + first.count * family.size, 0);
  return (
    PER_STRAND * family.strands.length +
    weights * (isOneLayersMatrix(family) ? family.size : 2 * (family.partner?.size ?? 1))
  );
}

/** The values, those off the diagonal times sqrt 2. */
function weighted(family: LawFamily, theta: Float64Array): Float64Array {
  return listedValues(family, theta, (j, k) => weight(family, j, k));
}

/** dh v for one family. */
function applied(family: LawFamily, theta: Float64Array, v: Float64Array): Float64Array {
  const sums = linearLaws(family);
  if (sums !== null)
    return Float64Array.from(sums, (sum) => sum.reduce((total, { at, sign }) => total + sign * v[at], 0));
  if (!isOneLayersMatrix(family))
    return Float64Array.from(lawIndices(family), ([j, k]) => {
      let sum = 0;
      visitGradient(family, j, k, (at, from, sign) => {
        sum += sign * theta[from] * v[at];
      });
      const doubled = doubledBy(family, j);
      return weight(family, j, k) * sum + (doubled === undefined ? 0 : 2 * v[doubled]);
    });
  const n = family.size;
  const half = zeros(n, n);
  for (const { sign, first } of family.strands)
    addProduct(half, strandMatrix(first, n, theta), transpose(strandMatrix(first, n, v)), sign);
  const image = new Float64Array(family.count);
  for (let j = 0, at = 0; j < n; j++) {
    image[at++] = 2 * half.data[j * n + j];
    for (let k = j + 1; k < n; k++) image[at++] = Math.SQRT2 * (half.data[j * n + k] + half.data[k * n + j]);
  }
  return image;
}

/** gradient += dhᵀ w for one family. */
function addGradient(family: LawFamily, theta: Float64Array, w: Float64Array, gradient: Float64Array): void {
  const sums = linearLaws(family);
  if (sums !== null) {
    sums.forEach((sum, i) => {
      for (const { at, sign } of sum) gradient[at] += sign * w[i];
    });
    return;
  }
  if (!isOneLayersMatrix(family)) {
    lawIndices(family).forEach(([j, k], i) => {
      visitGradient(family, j, k, (at, from, sign) => {
        gradient[at] += weight(family, j, k) * sign * theta[from] * w[i];
      });
      const doubled = doubledBy(family, j);
      if (doubled !== undefined) gradient[doubled] += 2 * w[i];
    });
    return;
  }
  const n = family.size;
  const omega = zeros(n, n);
  for (let j = 0, at = 0; j < n; j++) {
    omega.data[j * n + j] = w[at++];
    for (let k = j + 1; k < n; k++) {
      const entry = w[at++] / Math.SQRT2;
      omega.data[j * n + k] = entry;
      omega.data[k * n + j] = entry;
    }
  }
  for (const { sign, first } of family.strands) {
    const { data, columns } = multiply(omega, strandMatrix(first, n, theta));
    for (let j = 0; j < n; j++)
      for (let c = 0; c < columns; c++) gradient[first.at(j, c)] += 2 * sign * data[j * columns + c];
  }
}
