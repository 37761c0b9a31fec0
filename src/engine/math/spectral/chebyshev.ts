/**
 * Functions on [0, 1] by their values at N Chebyshev points (extrema of T_{N-1}, both ends among them)
 *
 *   s_j = (1 - cos(π j / (N - 1))) / 2,   j = 0 … N - 1,
 *
 * standing for the polynomial of degree N - 1 through them. For a function that is analytic around [0, 1]
 * interpolation, derivative and integral are exact up to O(ρ^{-N}), with the ρ > 1 of the largest ellipse of
 * analyticity; for k continuous derivatives the error is O(N^{-k}).
 *
 * References: L. N. Trefethen, Approximation Theory and Approximation Practice, SIAM 2013, chapters 5 (barycentric
 * formula), 8 (convergence), 19 (Clenshaw-Curtis), 21 (differentiation matrices; diagonal by the negative sum,
 * Baltensperger & Trummer, SIAM J. Sci. Comput. 24 (2003) 1465-1487).
 * Cost: N² numbers for each matrix, N³ operations for the integration matrix. Rounding: the derivative loses N² units
 * in the last place.
 */
import type { Matrix } from "../dense/matrix";
import { multiply, zeros } from "../dense/matrix";

export interface ChebyshevGrid {
  /** Ascending, from 0 to 1. */
  readonly nodes: Float64Array;
  /** Clenshaw-Curtis weights: positive, ∫_0^1 f = Σ w_j f(s_j) for polynomials of degree N - 1. */
  readonly weights: Float64Array;
  /** Values at the nodes to the derivative's values at the nodes. */
  readonly derivative: Matrix;
  /** Values at the nodes to ∫_0^{s_j}. */
  readonly integral: Matrix;
  /** Values at the nodes to coefficients c_k of Σ c_k T_k(2s - 1). */
  readonly coefficients: Matrix;
}

/** N >= 2. */
export function chebyshevGrid(count: number): ChebyshevGrid {
  const nodes = chebyshevNodes(count);
  const coefficients = coefficientMatrix(count);
  const primitive = evaluate(nodes, integrated(coefficients));
  const integral = difference(primitive, 0);
  return {
    nodes,
    weights: integral.data.slice((count - 1) * count),
    derivative: derivativeMatrix(nodes),
    integral,
    coefficients,
  };
}

export function chebyshevNodes(count: number): Float64Array {
  // sin² instead of 1 - cos: small nodes keep all their digits, and the points are symmetric to the last bit.
  const half = (j: number): number => Math.sin((Math.PI * j) / (2 * (count - 1))) ** 2;
  return Float64Array.from({ length: count }, (_, j) =>
    2 * j < count - 1 ? half(j) : 2 * j === count - 1 ? 0.5 : 1 - half(count - 1 - j),
  );
}

/** Rows: points in [0, 1]; columns: nodes. Values at the nodes to values there (barycentric formula, second form). */
export function interpolationMatrix(nodes: Float64Array, points: ArrayLike<number>): Matrix {
  const n = nodes.length;
  const result = zeros(points.length, n);
  for (let i = 0; i < points.length; i++) {
    const row = result.data.subarray(i * n, (i + 1) * n);
    const hit = nodes.indexOf(points[i]);
    if (hit >= 0) {
      row[hit] = 1;
      continue;
    }
    let sum = 0;
    for (let j = 0; j < n; j++) sum += row[j] = barycentricWeight(j, n) / (points[i] - nodes[j]);
    for (let j = 0; j < n; j++) row[j] /= sum;
  }
  return result;
}

/** T_0(2s - 1) … T_{count-1}(2s - 1). */
export function chebyshevPolynomials(s: number, count: number): Float64Array {
  const x = 2 * s - 1;
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = k === 0 ? 1 : k === 1 ? x : 2 * x * values[k - 1] - values[k - 2];
  return values;
}

function barycentricWeight(j: number, n: number): number {
  const sign = j % 2 === 0 ? 1 : -1;
  return j === 0 || j === n - 1 ? sign / 2 : sign;
}

function derivativeMatrix(nodes: Float64Array): Matrix {
  const n = nodes.length;
  const result = zeros(n, n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const entry = barycentricWeight(j, n) / (barycentricWeight(i, n) * (nodes[i] - nodes[j]));
      result.data[i * n + j] = entry;
      sum += entry;
    }
    result.data[i * n + i] = -sum;
  }
  return result;
}

/** The discrete cosine transform: c_k = (2 / (N-1)) Σ'' f_j cos(π k (N-1-j) / (N-1)), ends halved in j and in k. */
function coefficientMatrix(n: number): Matrix {
  const result = zeros(n, n);
  const last = n - 1;
  const ends = (i: number): number => (i === 0 || i === last ? 0.5 : 1);
  for (let k = 0; k < n; k++)
    for (let j = 0; j < n; j++)
      result.data[k * n + j] =
        (2 / last) * ends(k) * ends(j) * Math.cos((Math.PI * ((k * (last - j)) % (2 * last))) / last);
  return result;
}

/** Coefficients of a primitive on [0, 1]: ds = dx / 2, ∫T_k = T_{k+1} / (2(k+1)) - T_{k-1} / (2(k-1)). One more row. */
function integrated(coefficients: Matrix): Matrix {
  const n = coefficients.columns;
  const result = zeros(n + 1, n);
  const add = (to: number, k: number, factor: number): void => {
    for (let j = 0; j < n; j++) result.data[to * n + j] += (factor / 2) * coefficients.data[k * n + j];
  };
  for (let k = 0; k < n; k++) {
    if (k === 0) add(1, 0, 1);
    else if (k === 1) add(2, 1, 1 / 4);
    else {
      add(k + 1, k, 1 / (2 * (k + 1)));
      add(k - 1, k, -1 / (2 * (k - 1)));
    }
  }
  return result;
}

function evaluate(nodes: Float64Array, coefficients: Matrix): Matrix {
  const polynomials = zeros(nodes.length, coefficients.rows);
  nodes.forEach((s, i) => {
    polynomials.data.set(chebyshevPolynomials(s, coefficients.rows), i * coefficients.rows);
  });
  return multiply(polynomials, coefficients);
}

/** Every row minus the given one. */
function difference(a: Matrix, row: number): Matrix {
  const from = a.data.slice(row * a.columns, (row + 1) * a.columns);
  return { ...a, data: a.data.map((x, i) => x - from[i % a.columns]) };
}
