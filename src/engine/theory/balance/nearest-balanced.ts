/**
 * A balanced point (lambda = 0) near given weights U_1 … U_L, for any widths.
 *
 * Balanced weights share their nonzero singular values and fit together: they are exactly
 *   V_l = P_l diag(s) P_{l-1}ᵀ,   P_l of shape n_l x r with orthonormal columns,  s >= 0,  r = min n_l.
 * The squared distance is sum_l ‖U_l - V_l‖² = const + sum_k (L s_k² - 2 s_k sum_l (P_lᵀ U_l P_{l-1})_kk). For fixed
 * others
 *   s_k = max(0, mean over l of (P_lᵀ U_l P_{l-1})_kk),
 *   P_l = polar factor of (U_l P_{l-1} + U_{l+1}ᵀ P_{l+1}) diag(s)
 * are the best choices, so that sweeps over them never increase the distance: an alternating projection. Every iterate
 * is balanced to rounding, whatever the ranks; the convergence is linear. Where the equations of balance are
 * independent nearest.ts goes on from here with Newton's method; at bottlenecks, where they are not, this is the
 * answer.
 *
 * Cost of a sweep: 20 n_l r² per layer.
 */
import type { Matrix } from "../../math/dense/matrix";
import { addProduct, multiply, norm, transpose, zeros } from "../../math/dense/matrix";
import { polarFactor } from "../../math/dense/svd";

/**
 * A sweep that gains less than this part of what was gained is the last: to begin Newton's method, or as the answer.
 */
export const ROUGH_GAIN = 1e-3;
export const FULL_GAIN = 1e-15;
const MOST_SWEEPS = 2000;

/** The nearer of the points found from two sides; V_1 … V_L. */
export function nearBalanced(weights: readonly Matrix[], gain: number): Matrix[] {
  const starts = [forwardFrames(weights), backwardFrames(weights)].map((frames) => sweep(weights, frames, gain));
  return starts.reduce((a, b) => (distance(weights, b) < distance(weights, a) ? b : a));
}

function sweep(weights: readonly Matrix[], frames: Matrix[], gain: number): Matrix[] {
  let before = Infinity;
  let values = sharedValues(weights, frames);
  for (let turn = 0; turn < MOST_SWEEPS; turn++) {
    frames.forEach((_, l) => {
      const pull = zeros(frames[l].rows, frames[l].columns);
      if (l > 0) addProduct(pull, weights[l - 1], frames[l - 1]);
      if (l < weights.length) addProduct(pull, transpose(weights[l]), frames[l + 1]);
      frames[l] = polarFactor(scaledColumns(pull, values));
      values = sharedValues(weights, frames);
    });
    const now = -values.reduce((sum, s) => sum + s * s, 0);
    if (before - now <= -gain * now) break;
    before = now;
  }
  return weights.map((_, l) => multiply(scaledColumns(frames[l + 1], values), transpose(frames[l])));
}

/** P_0 from U_1, then each frame as the image of the one before. */
function forwardFrames(weights: readonly Matrix[]): Matrix[] {
  const rank = Math.min(weights[0].columns, ...weights.map(({ rows }) => rows));
  const frames = [firstFrame(transpose(weights[0]), rank)];
  for (const u of weights) frames.push(polarFactor(multiply(u, frames[frames.length - 1])));
  return frames;
}

function backwardFrames(weights: readonly Matrix[]): Matrix[] {
  return forwardFrames(weights.map(transpose).reverse()).reverse();
}

/** Orthonormal columns near the range of m: the polar factor of its longest columns. */
function firstFrame(m: Matrix, rank: number): Matrix {
  const columns = transpose(m);
  const length = (j: number): number => norm(columns.data.subarray(j * m.rows, (j + 1) * m.rows));
  const longest = Array.from({ length: m.columns }, (_, j) => j)
    .sort((a, b) => length(b) - length(a))
    .slice(0, rank);
  const start = zeros(m.rows, rank);
  for (let i = 0; i < m.rows; i++)
    for (let k = 0; k < rank; k++)
      start.data[i * rank + k] = k < longest.length ? m.data[i * m.columns + longest[k]] : 0;
  return polarFactor(start);
}

/** s. */
function sharedValues(weights: readonly Matrix[], frames: readonly Matrix[]): Float64Array {
  const sums = new Float64Array(frames[0].columns);
  weights.forEach((u, l) => {
    const image = multiply(u, frames[l]);
    for (let i = 0; i < image.rows; i++)
      for (let k = 0; k < sums.length; k++)
        sums[k] += frames[l + 1].data[i * sums.length + k] * image.data[i * sums.length + k];
  });
  return sums.map((sum) => Math.max(0, sum / weights.length));
}

function scaledColumns(m: Matrix, values: Float64Array): Matrix {
  return { ...m, data: m.data.map((x, at) => x * values[at % m.columns]) };
}

function distance(a: readonly Matrix[], b: readonly Matrix[]): number {
  return norm(a.map((u, l) => norm(u.data.map((x, i) => x - b[l].data[i]))));
}
