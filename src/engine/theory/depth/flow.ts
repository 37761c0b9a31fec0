/**
 * The L² gradient flow of the path, dA_s/dt = -P_sᵀ G Z_sᵀ with G = ∇f(Z_1), at the nodes of the grid, and beside it
 * the closed equation dZ/dt = -K(Z) ∇f(Z) that holds under continuous relaxed balance (metric.ts).
 *
 * The inner product is ∫ tr(A_sᵀ B_s) ds = Σ w_j tr(A_jᵀ B_j) with the weights of the grid: the velocity at a node is
 * the L² gradient there, not the derivative of f by the node's entries (that is w_j times as large). Cost of one
 * velocity: one transport (model/path/transport.ts) and 2 N n³.
 */
import type { System } from "../../flow/integrate/system";
import type { Transporter } from "../../model/path/transport";
import { squareProduct, type Matrix } from "../../math/dense/matrix";
import type { Gradient, IntrinsicFlow } from "../intrinsic-flow/intrinsic-flow";
import { spectralFlow } from "../intrinsic-flow/spectral";
import { logarithmicMean, transported } from "./metric";

/** `loss`: f, a function of Z_1 row by row. */
export function pathFlow({ width, nodes, run }: Transporter, loss: Gradient): System {
  const size = width * width;
  const dimension = nodes * size;
  const [z, p, transposed] = [new Float64Array(dimension), new Float64Array(dimension), new Float64Array(size)];
  const [gradient, pulled, flippedZ] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  return {
    dimension,
    derivative(_t, path, into) {
      run(path, z, p);
      loss.gradient(z.subarray(dimension - size), gradient);
      for (let j = 0; j < nodes; j++) {
        const at = j * size;
        flip(width, p, at, transposed);
        flip(width, z, at, flippedZ);
        squareProduct(width, transposed, 0, gradient, 0, pulled, 0);
        squareProduct(width, pulled, 0, flippedZ, 0, into, at);
        for (let i = at; i < at + size; i++) into[i] = -into[i];
      }
    },
  };
}

const REFERENCE = "arXiv:2508.07370, Theorem 3.13 (v1: 4.8)";

/** The equation in Z_1 alone. It holds from a continuous relaxed balanced path only: the caller has checked that. */
export function closedPathFlow(transport: Transporter, path: Float64Array, loss: Gradient): IntrinsicFlow {
  const observe = (at: Float64Array): Float64Array => Float64Array.from(transported(transport, at).end.data);
  const start: Matrix = { rows: transport.width, columns: transport.width, data: observe(path) };
  return spectralFlow(
    { kind: "flow-map", reference: REFERENCE, observe },
    start,
    loss,
    () => (k, l, s) => logarithmicMean(s(k), s(l)),
    null,
  );
}

function flip(n: number, from: Float64Array, at: number, into: Float64Array): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) into[j * n + i] = from[at + i * n + j];
}
