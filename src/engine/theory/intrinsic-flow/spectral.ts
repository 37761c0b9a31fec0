/**
 * Closed metrics of linear networks act on singular modes: with Z = U diag(s) Vᵀ,
 *   K(Z) G = U (kappa ∘ (Uᵀ G V)) Vᵀ,   kappa_kl a function of (s_k, s_l)          (docs/mathematics.md, "Intrinsic flows").
 * Directions without a singular value (k or l beyond min(n, m)) have s = 0. Cost: one singular value decomposition.
 */
import { svd } from "../../math/dense/svd";
import { multiply, transpose, type Matrix } from "../../math/dense/matrix";
import type { Gradient, IntrinsicFlow } from "./intrinsic-flow";
import { rankExit } from "./rank-exit";

/** kappa for output direction k and input direction l; singular values largest first, 0 beyond the last. */
export type Multiplier = (k: number, l: number, s: (index: number) => number) => number;

function applyMultiplier(z: Matrix, g: Matrix, kappa: (singularValues: Float64Array) => Multiplier): Matrix {
  const { left, values, right } = svd(z);
  const inModes = multiply(multiply(transpose(left), g), right);
  const s = (index: number): number => (index < values.length ? values[index] : 0);
  const multiplier = kappa(values);
  for (let k = 0; k < z.rows; k++)
    for (let l = 0; l < z.columns; l++) inModes.data[k * z.columns + l] *= multiplier(k, l, s);
  return multiply(multiply(left, inModes), transpose(right));
}

/**
 * The flow dZ/dt = -K(Z) grad f(Z). `loss`: f, a function of Z row by row. `observe`: Z of a theta. `neededRank`: K is a function
 * of Z only where Z has it; null: everywhere.
 */
export function spectralFlow(
  what: Pick<IntrinsicFlow, "kind" | "reference" | "observe">,
  start: Matrix,
  loss: Gradient,
  kappa: (singularValues: Float64Array) => Multiplier,
  neededRank: number | null,
): IntrinsicFlow {
  const { rows, columns } = start;
  const g: Matrix = { rows, columns, data: new Float64Array(rows * columns) };
  return {
    ...what,
    dimension: rows * columns,
    start: Float64Array.from(start.data),
    derivative(_t, state, into) {
      loss.gradient(state, g.data);
      const moved = applyMultiplier({ rows, columns, data: state }, g, kappa).data;
      for (let i = 0; i < into.length; i++) into[i] = -moved[i];
    },
    lifted: (state) => Float64Array.from(state),
    exit: neededRank === null ? null : rankExit(start, neededRank),
  };
}
