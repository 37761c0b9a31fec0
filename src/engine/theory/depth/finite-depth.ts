/**
 * Residual networks of depth L with U_i = I + A_{i/L} / L, i = 1 … L, against the ODE they converge to:
 *
 *   end-to-end   U_L ⋯ U_1                              ->  Z_1
 *   laws         L² (U_{i+1}ᵀU_{i+1} - U_iU_iᵀ)         ->  h_s at s = (i + ½)/L
 *   metric       (1/L) Σ_i (P_iP_iᵀ) ⊗ (Z_{i-1}ᵀZ_{i-1})  ->  M        (P_i = U_L ⋯ U_{i+1}, Z_i = U_i ⋯ U_1)
 *   training     Z at the time t/L                      ->  Z_1 at the time t: the gradient flow of the U_i is L times as fast
 *
 * each with an error of order 1/L (Euler's method and one-sided sums); the tests measure it. Cost per depth: L n³, the metric
 * on one gradient G (P_iᵀ G Z_{i-1}ᵀ, backpropagation).
 */
import { interpolationMatrix } from "../../math/spectral/chebyshev";
import {
  addScaled,
  innerGram,
  multiply,
  norm,
  outerGram,
  scaled,
  transpose,
  zeros,
  type Matrix,
} from "../../math/dense/matrix";
import { apply, type Transporter } from "../../model/path/transport";
import { balanceAlong, lawsAlong } from "./laws";
import type { Transported } from "./metric";

/** U_1 … U_L. */
export function residualLayers({ width, grid }: Transporter, path: Float64Array, depth: number): Matrix[] {
  const size = width * width;
  const places = Array.from({ length: depth }, (_, i) => (i + 1) / depth);
  const at = new Float64Array(depth * size);
  apply(interpolationMatrix(grid.nodes, places), path, size, at);
  return places.map((_, i) => {
    const u: Matrix = { rows: width, columns: width, data: at.slice(i * size, (i + 1) * size).map((x) => x / depth) };
    for (let k = 0; k < width; k++) u.data[k * width + k] += 1;
    return u;
  });
}

/** The gradients P_iᵀ G Z_{i-1}ᵀ of f(U_L ⋯ U_1), and the product. `gradient`: ∇f at the product. */
export function residualGradients(
  layers: readonly Matrix[],
  gradient: (end: Matrix) => Matrix,
): { readonly end: Matrix; readonly gradients: Matrix[] } {
  const forward: Matrix[] = [];
  for (const u of layers) forward.push(forward.length === 0 ? u : multiply(u, forward[forward.length - 1]));
  const end = forward[forward.length - 1];
  let pulled = gradient(end);
  const gradients = layers.map((u) => u);
  for (let i = layers.length - 1; i >= 0; i--) {
    gradients[i] = i === 0 ? pulled : multiply(pulled, transpose(forward[i - 1]));
    pulled = multiply(transpose(layers[i]), pulled);
  }
  return { end, gradients };
}

export interface FiniteDepth {
  readonly depth: number;
  /** Relative errors; of the laws relative to the size of h's terms. */
  readonly end: number;
  readonly laws: number;
  readonly metric: number;
}

const DEPTHS = [8, 16, 32, 64, 128];

/** The three errors at the start for each depth. The metric is compared on G = Z_1 / ‖Z_1‖. */
export function compareDepths(
  transport: Transporter,
  path: Float64Array,
  { z, p, end }: Transported,
  depths: readonly number[] = DEPTHS,
): FiniteDepth[] {
  const { width, grid, nodes } = transport;
  const g = scaled(end, 1 / norm(end.data));
  const whole = zeros(width, width);
  for (let j = 0; j < nodes; j++) addMetric(whole, block(p, j, width), block(z, j, width), g, grid.weights[j]);
  const laws = lawsAlong(transport, path);
  // Not ‖h‖, which may vanish: the size of its terms.
  const size = balanceAlong(transport, path).scale || 1;
  return depths.map((depth) => {
    const layers = residualLayers(transport, path, depth);
    const { end: product, gradients } = residualGradients(layers, () => g);
    return {
      depth,
      end: relative(product.data, end.data),
      laws: lawError(transport, layers, laws) / size,
      metric: relative(metricOf(layers, gradients).data, whole.data),
    };
  });
}

/** Relative errors below it are rounding, which has no order. */
const SURELY_AN_ERROR = 1e-11;

/** log2 of the ratio of the errors of the two deepest networks (each twice as deep as the one before); `null` where they vanish. */
export function measuredOrder(errors: readonly number[]): number | null {
  const [before, last] = errors.slice(-2);
  return before > SURELY_AN_ERROR && last > SURELY_AN_ERROR ? Math.log2(before / last) : null;
}

/** (1/L) dZ/dt along the gradients: Σ_i P_i (P_iᵀ G Z_{i-1}ᵀ) Z_{i-1} / L. */
function metricOf(layers: readonly Matrix[], gradients: readonly Matrix[]): Matrix {
  // d(U_L ⋯ U_1) by the product rule, front to back.
  let [end, change] = [layers[0], gradients[0]];
  for (let i = 1; i < layers.length; i++) {
    const moved = multiply(layers[i], change);
    addScaled(moved, multiply(gradients[i], end), 1);
    [end, change] = [multiply(layers[i], end), moved];
  }
  return scaled(change, 1 / layers.length);
}

function lawError({ width, grid }: Transporter, layers: readonly Matrix[], laws: Float64Array): number {
  const size = width * width;
  const depth = layers.length;
  const places = Array.from({ length: depth - 1 }, (_, i) => (i + 1.5) / depth);
  const exact = new Float64Array(places.length * size);
  apply(interpolationMatrix(grid.nodes, places), laws, size, exact);
  return Math.max(
    0,
    ...places.map((_, i) => {
      const law = innerGram(layers[i + 1]);
      addScaled(law, outerGram(layers[i]), -1);
      return norm(law.data.map((x, k) => depth * depth * x - exact[i * size + k]));
    }),
  );
}

function addMetric(target: Matrix, p: Matrix, z: Matrix, g: Matrix, weight: number): void {
  addScaled(target, multiply(multiply(outerGram(p), g), innerGram(z)), weight);
}

function block(values: Float64Array, j: number, n: number): Matrix {
  return { rows: n, columns: n, data: values.subarray(j * n * n, (j + 1) * n * n) };
}

function relative(a: Float64Array, b: Float64Array): number {
  return norm(a.map((x, i) => x - b[i])) / (norm(b) || 1);
}
