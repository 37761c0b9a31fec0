/**
 * All listed laws as one map h: theta -> R^N with its differential.
 *
 * The entries of a symmetric law matrix beside the diagonal are multiplied by sqrt 2. Then a change of basis in the hidden
 * layer, S -> Rᵀ S R, is an orthogonal change of h, and the singular values of dh do not depend on it.
 *
 * A matrix family is applied by products: with W the outgoing and V the incoming blocks,
 *   dS = sum Wᵀ dW + dWᵀ W - sum V dVᵀ + dV Vᵀ,     gradient of <Omega, S>:  2 W Omega,  -2 Omega V.
 * Cost n² times the widths beside it; other families cost their number of weights.
 */
import { addProduct, multiply, transpose, viewOf, zeros, type Matrix } from "../../math/dense/matrix";
import type { LinearOperator } from "../../math/iterative/least-norm";
import type { LawFamily } from "../laws/families";
import { lawIndices, lawValues, visitGradient } from "../laws/families";

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
    values: (theta) =>
      eachPart(new Float64Array(count), (family, part) => part.set(listed(family, lawValues(family, theta).values))),
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
  for (const family of families)
    if (family.kind === "frozen") {
      for (const at of frozenWeights(family)) result.data[row++ * theta.length + at] = 1;
    } else
      for (const [j, k] of lawIndices(family)) {
        const start = row++ * theta.length;
        visitGradient(family, j, k, (at, from, sign) => {
          result.data[start + at] += sign * weight(j, k) * theta[from];
        });
      }
  return result;
}

function weight(j: number, k: number): number {
  return j === k ? 1 : Math.SQRT2;
}

function workOf(family: LawFamily): number {
  const weights = [...family.incoming, ...family.outgoing].reduce((sum, block) => sum + block.rows * block.columns, 0);
  return 2 * weights * (family.kind === "matrix" ? family.size : 1);
}

function frozenWeights(family: LawFamily): number[] {
  return family.incoming.flatMap(({ offset, rows, columns }) =>
    Array.from({ length: rows * columns }, (_, i) => offset + i),
  );
}

/** A symmetric matrix by its upper triangle, off the diagonal times sqrt 2; other families as they are. */
function listed(family: LawFamily, values: Float64Array): Float64Array {
  if (family.kind !== "matrix") return values;
  const upper = new Float64Array(family.count);
  let at = 0;
  for (let j = 0; j < family.size; j++)
    for (let k = j; k < family.size; k++) upper[at++] = weight(j, k) * values[j * family.size + k];
  return upper;
}

/** dh v for one family. */
function applied(family: LawFamily, theta: Float64Array, v: Float64Array): Float64Array {
  if (family.kind === "frozen") return Float64Array.from(frozenWeights(family), (at) => v[at]);
  if (family.kind === "rescaling")
    return Float64Array.from({ length: family.size }, (_, j) => {
      let sum = 0;
      visitGradient(family, j, j, (at, from, sign) => {
        sum += sign * theta[from] * v[at];
      });
      return sum;
    });
  const n = family.size;
  const half = zeros(n, n);
  for (const { offset, rows, columns } of family.outgoing)
    addProduct(half, transpose(viewOf(theta, offset, rows, columns)), viewOf(v, offset, rows, columns));
  for (const { offset, rows, columns } of family.incoming)
    addProduct(half, viewOf(theta, offset, rows, columns), transpose(viewOf(v, offset, rows, columns)), -1);
  return listed(
    family,
    half.data.map((x, at) => x + half.data[(at % n) * n + Math.floor(at / n)]),
  );
}

/** gradient += dhᵀ w for one family. */
function addGradient(family: LawFamily, theta: Float64Array, w: Float64Array, gradient: Float64Array): void {
  if (family.kind === "frozen") return frozenWeights(family).forEach((at, i) => (gradient[at] += w[i]));
  if (family.kind === "rescaling") {
    for (let j = 0; j < family.size; j++)
      visitGradient(family, j, j, (at, from, sign) => {
        gradient[at] += sign * theta[from] * w[j];
      });
    return;
  }
  const omega = zeros(family.size, family.size);
  lawIndices(family).forEach(([j, k], i) => {
    const entry = j === k ? w[i] : w[i] / Math.SQRT2;
    omega.data[j * family.size + k] = entry;
    omega.data[k * family.size + j] = entry;
  });
  for (const { offset, rows, columns } of family.outgoing)
    add(gradient, offset, multiply(viewOf(theta, offset, rows, columns), omega), 2);
  for (const { offset, rows, columns } of family.incoming)
    add(gradient, offset, multiply(omega, viewOf(theta, offset, rows, columns)), -2);
}

function add(target: Float64Array, offset: number, part: Matrix, factor: number): void {
  for (let i = 0; i < part.data.length; i++) target[offset + i] += factor * part.data[i];
}
