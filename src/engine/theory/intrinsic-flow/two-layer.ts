/**
 * What is closed of two linear layers (docs/mathematics.md, "Intrinsic flows"). Z = U_2 U_1, S = U_2ᵀU_2 - U_1U_1ᵀ; by the laws at the start
 * U_2U_2ᵀ = A(Z) and U_1ᵀU_1 = B(Z) up to what cancels in dZ/dt = -(A(Z) G + G B(Z)):
 *   S = lambda I:       a(s) =  lambda/2 + (s² + lambda²/4)^½,  b(s) = -lambda/2 + (s² + lambda²/4)^½; beyond the r modes of Z the
 *                       projectors make them 0, except where the factor that lambda forces to full rank fills its space;
 *   two-point spectrum: a(s) = c + (s² + d²)^½, b(s) = -c + (s² + d²)^½, for every direction; c cancels, and is left out;
 *   n = m = 1:          any S: the same, with d² = (tr S)²/4 + (tr S² - (tr S)²)/2.
 * All of it on the chain as wide as its laws let it be (balance/effective-width.ts): S = P lambda with a projector P of rank n, say,
 * is relaxed balance at width n.
 */
import { finished } from "../../findings/progress";
import { multiply, norm, transpose, viewOf, zeros, type Matrix } from "../../math/dense/matrix";
import { svd } from "../../math/dense/svd";
import { blocksOf } from "../../model/compile";
import type { Network } from "../../model/network";
import type { EffectiveChain } from "../balance/effective-width";
import { BALANCE_TOLERANCE, balanceOf, isRelaxedBalanced } from "../balance/relaxed-balance";
import { applies, checkTheorems } from "../metric/theorems";
import type { IntrinsicFlow } from "./intrinsic-flow";
import type { Multiplier } from "./spectral";

export type TwoLayerForm = Pick<IntrinsicFlow, "kind" | "reference"> &
  (
    | { readonly law: "scalar"; readonly lambda: number; readonly widths: readonly [number, number, number] }
    | { readonly law: "two-point"; readonly offset: number }
  );

/** What holds from these weights of two layers; null: nothing is known to. */
export function twoLayerForm(chain: EffectiveChain): TwoLayerForm | null {
  const { network, theta } = chain;
  const [{ lambda, ...balance }] = balanceOf(network, theta);
  const [m, r, n] = [network.inputs, network.layers[0].units, network.layers[1].units];
  const [u1, u2] = weightsOf(network, theta);
  if (m === 1 && n === 1)
    return {
      kind: "scalar",
      reference: "Zhang & Peyré, Global exponential convergence of two-layer linear network training, Section 2",
      law: "two-point",
      offset: scalarOffset(u1, u2),
    };
  const checks = finished(checkTheorems(chain)).filter((check) => check.conclusion === "holds" && applies(check));
  if (checks.length === 0) return null;
  const reference = checks[0].reference.text;
  if (!isRelaxedBalanced([{ lambda, ...balance }]))
    return { kind: "two-point-spectrum", reference, law: "two-point", offset: twoPointOffset([m, r, n], u1, u2) };
  const exact = Math.abs(lambda) <= BALANCE_TOLERANCE * norm(theta) ** 2 ? 0 : lambda;
  return { kind: "two-layer", reference, law: "scalar", lambda: exact, widths: [m, r, n] };
}

/** kappa_kl = a(s_k) + b(s_l). */
export function multiplierOf(form: TwoLayerForm): Multiplier {
  if (form.law === "two-point") return (k, l, s) => Math.hypot(s(k), form.offset) + Math.hypot(s(l), form.offset);
  const [m, r, n] = form.widths;
  const { lambda } = form;
  const half = lambda / 2;
  // A full factor needs no projector: directions beyond the modes of Z keep the value at s = 0.
  const [all, allInputs] = [r === n || lambda <= 0, r === m || lambda >= 0];
  const a = (k: number, s: number): number => (k < r || all ? half + Math.hypot(s, half) : 0);
  const b = (l: number, s: number): number => (l < r || allInputs ? -half + Math.hypot(s, half) : 0);
  return (k, l, s) => a(k, s(k)) + b(l, s(l));
}

/** Where a projector is needed, Z must have the rank of the hidden layer; null: it is not needed. */
export function neededRank(form: TwoLayerForm): number | null {
  if (form.law === "two-point") return null;
  const [m, r, n] = form.widths;
  return (form.lambda > 0 && r < n) || (form.lambda < 0 && r < m) ? r : null;
}

/** Columns of U_2 and the rows of U_1 beside them, a line each. */
export interface Factors {
  readonly writers: Matrix;
  readonly readers: Matrix;
}

/**
 * Factors with U_2 U_1 = Z and A(Z), B(Z) as the form has them, of at most this many lines; those that are missing are 0. From Z = L s Rᵀ:
 *   scalar:     a line  ((b(s)^½ R_k, a(s)^½ L_k)  for each mode, with a b = s², and beyond the modes one of lambda^½ in the full factor;
 *   two-point:  two lines  (h ± s)^½ (R_k, ± L_k) / √2,  h = (s² + d²)^½,  and one of d^½ for each direction beyond.
 */
export function factorsOf(form: TwoLayerForm, z: Matrix, lines: number): Factors {
  const { left, values, right } = svd(z);
  const [n, m] = [z.rows, z.columns];
  const factors = { writers: zeros(lines, m), readers: zeros(lines, n) };
  let next = 0;
  const add = (k: number, input: number, output: number): void => {
    if (next === lines) return;
    if (input !== 0) for (let i = 0; i < m; i++) factors.writers.data[next * m + i] = input * right.data[i * m + k];
    if (output !== 0) for (let i = 0; i < n; i++) factors.readers.data[next * n + i] = output * left.data[i * n + k];
    next++;
  };
  if (form.law === "two-point") {
    const { offset: d } = form;
    values.forEach((s, k) => {
      const [plus, minus] = [Math.sqrt((Math.hypot(s, d) + s) / 2), d / Math.sqrt(2 * (Math.hypot(s, d) + s) || 1)];
      add(k, plus, plus);
      add(k, minus, -minus);
    });
    for (let k = values.length; k < Math.max(m, n); k++) add(k, k < m ? Math.sqrt(d) : 0, k < n ? Math.sqrt(d) : 0);
    return factors;
  }
  const half = form.lambda / 2;
  const modes = Math.min(form.widths[1], values.length);
  for (let k = 0; k < modes; k++) {
    const s = values[k];
    // The larger of a and b, which does not cancel; the other is s² / it.
    const most = Math.sqrt(Math.abs(half) + Math.hypot(s, half));
    const least = most === 0 ? 0 : s / most;
    if (half >= 0) add(k, least, most);
    else add(k, most, least);
  }
  const rest = Math.sqrt(Math.abs(form.lambda));
  for (let k = modes; k < form.widths[1] && rest > 0; k++)
    if (half > 0 ? k < n : k < m) add(k, half > 0 ? 0 : rest, half > 0 ? rest : 0);
  return factors;
}

export function weightsOf(network: Network, theta: Float64Array): Matrix[] {
  return blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
}

/** d with d² = b_0² + a², b_0 = tr S / 2, a² = |u|²|v|² - z²: both by the laws alone. */
function scalarOffset(u1: Matrix, u2: Matrix): number {
  const [a, b, z] = [norm(u2.data) ** 2, norm(u1.data) ** 2, multiply(u2, u1).data[0]];
  const trace = a - b;
  const traceOfSquare = a * a + b * b - 2 * z * z;
  return Math.sqrt(Math.max(0, trace ** 2 / 4 + (traceOfSquare - trace ** 2) / 2));
}

/** d = (l_1 - l_2) / 2 from tr S = n l_1 + m l_2 and tr S² = n l_1² + m l_2²; c cancels in a(s_k) + b(s_l). */
function twoPointOffset([m, , n]: readonly [number, number, number], u1: Matrix, u2: Matrix): number {
  const trace = norm(u2.data) ** 2 - norm(u1.data) ** 2;
  const square =
    norm(multiply(transpose(u2), u2).data) ** 2 +
    norm(multiply(u1, transpose(u1)).data) ** 2 -
    2 * norm(multiply(u2, u1).data) ** 2;
  // (l_1 - l_2)² = ((n + m) tr S² - (tr S)²) / (n m).
  return Math.sqrt(Math.max(0, ((n + m) * square - trace ** 2) / (n * m))) / 2;
}
