/**
 * The equations of relaxed balance as a map, and its derivative, for weights U_1 … U_L (arXiv:2508.07370, Def. 3.6):
 *   c_i(theta) = (S_i - lambda_i I) / 2,   S_i = U_{i+1}ᵀ U_{i+1} - U_i U_iᵀ   (n_i x n_i, i = 1 … L-1).
 * With sym(X) = (X + Xᵀ) / 2,
 *   (A delta)_i  = sym(U_{i+1}ᵀ delta_{i+1} - delta_i U_iᵀ),
 *   (Aᵀ Omega)_l = U_l Omega_{l-1} - Omega_l U_l              (Omega_0 = Omega_L = 0),
 * so for two layers A Aᵀ Omega = (Omega G + G Omega) / 2 with G = U_2ᵀ U_2 + U_1 U_1ᵀ. In the eigenbasis of G that is a
 * product entry by entry with (sigma_a + sigma_b) / 2. Dividing the equations of each interface by its square root
 * changes none of their solutions and leaves a well conditioned system: exactly the identity for two layers.
 *
 * Free lambda: only the part without trace is asked for, lambda_i = tr(S_i) / n_i. The second derivative of
 * <Omega, c> is delta_l -> delta_l Omega_{l-1} - Omega_l delta_l.
 *
 * Cost of one product: n_i n_{i+1} (n_i + n_{i+1}) per layer; nothing of size D x D is ever formed.
 */
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import type { Matrix } from "../../math/dense/matrix";
import {
  addProduct,
  addScaled,
  innerGram,
  multiply,
  norm,
  outerGram,
  trace,
  transpose,
  viewOf,
  zeros,
} from "../../math/dense/matrix";
import type { LinearOperator } from "../../math/iterative/least-norm";

/** Widths n_0 … n_L; theta lists U_1 … U_L row by row. */
export type Widths = readonly number[];

/** lambda per interface, or "free": whatever is nearest. */
export type WantedLambda = readonly number[] | "free";

export function layersOf(widths: Widths, theta: Float64Array): Matrix[] {
  let offset = 0;
  return widths.slice(1).map((rows, l) => {
    const layer = viewOf(theta, offset, rows, widths[l]);
    offset += rows * widths[l];
    return layer;
  });
}

/** c, one n_i x n_i matrix per interface. */
export function violationOf(weights: readonly Matrix[], wanted: WantedLambda): Matrix[] {
  return weights.slice(0, -1).map((u, i) => {
    const s = difference(u, weights[i + 1]);
    shiftDiagonal(s, -(wanted === "free" ? trace(s) / s.rows : wanted[i]));
    for (let k = 0; k < s.data.length; k++) s.data[k] /= 2;
    return s;
  });
}

/** lambda_i = tr(S_i) / n_i. */
export function traceLambda(weights: readonly Matrix[]): number[] {
  return weights.slice(0, -1).map((u, i) => trace(difference(u, weights[i + 1])) / u.rows);
}

/** The largest of ‖S_i - lambda_i I‖ / (‖U_{i+1}ᵀ U_{i+1}‖ + ‖U_i U_iᵀ‖). */
export function imbalanceOf(weights: readonly Matrix[], wanted: WantedLambda): number {
  const sizes = weights.slice(0, -1).map((u, i) => norm(outerGram(u).data) + norm(innerGram(weights[i + 1]).data));
  return violationOf(weights, wanted).reduce(
    (worst, c, i) => Math.max(worst, sizes[i] === 0 ? norm(c.data) : (2 * norm(c.data)) / sizes[i]),
    0,
  );
}

/** The equations at theta, divided as above, ready to be solved. */
export interface Equations {
  /** A behind the division, in front of `metric`⁻¹: columns are weights, rows are entries of the interfaces. */
  operator(metric: Metric | null): LinearOperator;
  /** The division applied to something per interface. */
  divided(c: readonly Matrix[]): Float64Array;
  /** What is divided already, divided once more and per interface: multipliers of the undivided equations. */
  multipliers(y: Float64Array): Matrix[];
}

/** A positive definite change of the inner product of weight space, by the inverse of its square root. */
export interface Metric {
  inverseRoot(delta: Float64Array): Float64Array;
}

export function equationsAt(widths: Widths, theta: Float64Array, wanted: WantedLambda): Equations {
  const weights = layersOf(widths, theta);
  const inner = widths.slice(1, -1);
  const rows = inner.reduce((sum, n) => sum + n * n, 0);
  const divisions = weights.slice(0, -1).map((u, i) => division(u, weights[i + 1]));
  const split = (y: Float64Array): Matrix[] => {
    let offset = 0;
    return inner.map((n) => {
      const part = viewOf(y, offset, n, n);
      offset += n * n;
      return part;
    });
  };
  const divided = (c: readonly Matrix[]): Float64Array => {
    const y = new Float64Array(rows);
    split(y).forEach((part, i) => part.data.set(divisions[i](wanted === "free" ? traceless(c[i]) : c[i]).data));
    return y;
  };
  const multipliers = (y: Float64Array): Matrix[] =>
    split(y).map((part, i) => (wanted === "free" ? traceless(divisions[i](part)) : divisions[i](part)));
  const apply = (delta: Float64Array): Float64Array => {
    const moved = layersOf(widths, delta);
    return divided(
      weights.slice(0, -1).map((u, i) => {
        const image = multiply(transpose(weights[i + 1]), moved[i + 1]);
        addProduct(image, moved[i], transpose(u), -1);
        return symmetrized(image);
      }),
    );
  };
  const applyTransposed = (y: Float64Array): Float64Array => adjoint(widths, weights, multipliers(y));
  return {
    divided,
    multipliers,
    operator: (metric) => ({
      rows,
      columns: theta.length,
      apply: (x) => apply(metric === null ? x : metric.inverseRoot(x)),
      applyTransposed: (y) => (metric === null ? applyTransposed(y) : metric.inverseRoot(applyTransposed(y))),
    }),
  };
}

/** Aᵀ Omega. */
function adjoint(widths: Widths, weights: readonly Matrix[], omega: readonly Matrix[]): Float64Array {
  const result = new Float64Array(weights.reduce((sum, u) => sum + u.data.length, 0));
  layersOf(widths, result).forEach((target, l) => {
    if (l > 0) addProduct(target, weights[l], omega[l - 1]);
    if (l < omega.length) addProduct(target, omega[l], weights[l], -1);
  });
  return result;
}

/**
 * The Hessian of ‖theta - theta_0‖² / 2 + <Omega, c>, delta_l -> delta_l (I + Omega_{l-1}) - Omega_l delta_l, as a
 * metric: in the eigenbases it multiplies entry by entry with 1 + omega_{l-1,a} - omega_{l,b}. What is below `floor` is
 * raised to it; `convex` says that nothing was, and then a point with these multipliers is nearest among all points
 * with these lambda, because the Lagrangian is convex.
 */
export function hessianMetric(
  widths: Widths,
  omega: readonly Matrix[],
  floor: number,
): Metric & { readonly convex: boolean; readonly least: number } {
  const eigen = omega.map(symmetricEigen);
  const least = widths
    .slice(1)
    .reduce(
      (low, _, l) =>
        Math.min(low, 1 + (l === 0 ? 0 : (eigen[l - 1].values.at(0) ?? 0)) - (eigen.at(l)?.values.at(-1) ?? 0)),
      Infinity,
    );
  const inverseRoot = (delta: Float64Array): Float64Array => {
    const result = new Float64Array(delta.length);
    const into = layersOf(widths, result);
    layersOf(widths, delta).forEach((layer, l) => {
      const right = l === 0 ? undefined : eigen[l - 1];
      const left = eigen.at(l);
      let turned = right === undefined ? layer : multiply(layer, right.vectors);
      turned =
        left === undefined
          ? { ...turned, data: Float64Array.from(turned.data) }
          : multiply(transpose(left.vectors), turned);
      for (let b = 0; b < turned.rows; b++)
        for (let a = 0; a < turned.columns; a++)
          turned.data[b * turned.columns + a] /= Math.sqrt(
            Math.max(floor, 1 + (right?.values[a] ?? 0) - (left?.values[b] ?? 0)),
          );
      const back = left === undefined ? turned : multiply(left.vectors, turned);
      into[l].data.set((right === undefined ? back : multiply(back, transpose(right.vectors))).data);
    });
    return result;
  };
  return { inverseRoot, convex: least >= 0, least };
}

/**
 * Below this part of the largest eigenvalue of G, a few roundings, two directions are zero together: no small move
 * changes their equation to first order, and it is left out.
 */
const VANISHING = 1e-15;

/** Omega -> Omega_ab / sqrt((sigma_a + sigma_b) / 2) in the eigenbasis of G = U_{i+1}ᵀ U_{i+1} + U_i U_iᵀ. */
function division(u: Matrix, next: Matrix): (omega: Matrix) => Matrix {
  const g = innerGram(next);
  addScaled(g, outerGram(u), 1);
  const { values, vectors } = symmetricEigen(g);
  const back = transpose(vectors);
  const largest = values.at(-1) ?? 0;
  return (omega) => {
    const turned = multiply(multiply(back, omega), vectors);
    for (let a = 0; a < values.length; a++)
      for (let b = 0; b < values.length; b++) {
        const size = (Math.max(0, values[a]) + Math.max(0, values[b])) / 2;
        turned.data[a * values.length + b] =
          size <= VANISHING * largest ? 0 : turned.data[a * values.length + b] / Math.sqrt(size);
      }
    return symmetrized(multiply(multiply(vectors, turned), back));
  };
}

function difference(u: Matrix, next: Matrix): Matrix {
  const s = innerGram(next);
  addScaled(s, outerGram(u), -1);
  return s;
}

function shiftDiagonal(a: Matrix, by: number): void {
  for (let k = 0; k < a.rows; k++) a.data[k * a.rows + k] += by;
}

function traceless(a: Matrix): Matrix {
  const result = { ...a, data: Float64Array.from(a.data) };
  shiftDiagonal(result, -trace(a) / a.rows);
  return result;
}

function symmetrized(a: Matrix): Matrix {
  const result = zeros(a.rows, a.rows);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.rows; j++)
      result.data[i * a.rows + j] = (a.data[i * a.rows + j] + a.data[j * a.rows + i]) / 2;
  return result;
}
