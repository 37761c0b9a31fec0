/**
 * Closed equations of linear chains (docs/mathematics.md; arXiv:2508.07370, ICLR Thm 3.8 and 3.11; formulas derived there).
 *
 * Two layers, Z = U_2 U_1, S = U_2ᵀU_2 - U_1U_1ᵀ, dZ/dt = -(A(Z) G + G B(Z)), kappa_kl = a(s_k) + b(s_l):
 *   S = lambda I:      a(s) =  lambda/2 + (s² + lambda²/4)^½,  b(s) = -lambda/2 + (s² + lambda²/4)^½; beyond the r modes of Z the
 *                      projectors make them 0, except where the factor that lambda forces to full rank fills its space;
 *   two-point spectrum: a(s) = c + (s² + d²)^½, b(s) = -c + (s² + d²)^½, for every direction;
 *   n = m = 1:         any S: kappa = 2 (z² + d²)^½ with d² = (tr S)²/4 + (tr S² - (tr S)²)/2.
 * All of it on the chain as wide as its laws let it be (balance/effective-width.ts): S = P lambda with a projector P of rank n, say,
 * is relaxed balance at width n.
 * L layers, S_i = lambda_i I, mu_j = lambda_1 + … + lambda_j: with x_k the root of p(x) = prod_j (x + mu_j) = s_k² above every
 *   -mu_j,  kappa_kl = sum_i prod_{j >= i} (x_k + mu_j) prod_{j < i - 1} (x_l + mu_j), where directions beyond the modes of Z have
 *   only the empty products, 1. Needs square layers, or equal hidden widths not above the ends and Z of that rank, or mu = 0.
 *   Computed with w = x + min mu >= 0 and offsets mu_j - min mu >= 0, so that x + mu_j = w + offset_j never cancels.
 */
import { decideRank } from "../../math/dense/rank";
import { finished } from "../../findings/progress";
import { multiply, norm, transpose, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { isLinearChain } from "../../model/structure";
import { effectiveChain } from "../balance/effective-width";
import { BALANCE_TOLERANCE, balanceOf, isRelaxedBalanced } from "../balance/relaxed-balance";
import { applies, checkTheorems } from "../metric/theorems";
import type { Gradient, IntrinsicFlow } from "./intrinsic-flow";
import { spectralFlow, type Multiplier } from "./spectral";

/** The closed equation that holds from theta, or null when none is known. `loss`: f(Z). */
export function linearFlow(written: Network, initial: Float64Array, loss: Gradient): IntrinsicFlow | null {
  if (!isLinearChain(written) || written.layers.length < 2) return null;
  const observe = (at: Float64Array): Float64Array => productOf(written, at).data;
  const z = productOf(written, initial);
  const chain = effectiveChain(written, initial);
  const { network, theta } = chain;
  const size = norm(theta) ** 2;
  const interfaces = balanceOf(network, theta);
  const balanced = isRelaxedBalanced(interfaces);
  const lambda = interfaces.map((one) => (Math.abs(one.lambda) <= BALANCE_TOLERANCE * size ? 0 : one.lambda));
  if (network.layers.length > 2) {
    const kappa = balanced ? deepMultiplier(network, z, lambda) : null;
    return kappa === null
      ? null
      : spectralFlow(
          { kind: "deep-linear", reference: "arXiv:2508.07370, Theorem 3.11 (v1: 4.6)", observe },
          z,
          loss,
          kappa,
          deepRank(network, lambda),
        );
  }
  const checks = finished(checkTheorems(chain)).filter((check) => check.conclusion === "holds" && applies(check));
  const [u1, u2] = weightsOf(network, theta);
  if (network.inputs === 1 && z.rows === 1) {
    const d = scalarOffset(u1, u2);
    return spectralFlow(
      {
        kind: "scalar",
        reference: "Zhang & Peyré, Global exponential convergence of two-layer linear network training, Section 2",
        observe,
      },
      z,
      loss,
      () => (k, _l, s) => 2 * Math.hypot(s(k), d),
      null,
    );
  }
  if (balanced && checks.length > 0)
    return spectralFlow(
      { kind: "two-layer", reference: checks[0].reference.text, observe },
      z,
      loss,
      () => twoLayerMultiplier(network, lambda[0]),
      twoLayerRank(network, lambda[0]),
    );
  if (checks.length === 0) return null;
  const d = twoPointOffset(network, u1, u2);
  return spectralFlow(
    { kind: "two-point-spectrum", reference: checks[0].reference.text, observe },
    z,
    loss,
    () => (k, l, s) => Math.hypot(s(k), d) + Math.hypot(s(l), d),
    null,
  );
}

function productOf(network: Network, theta: Float64Array): Matrix {
  return weightsOf(network, theta).reduce((z, u) => multiply(u, z));
}

function weightsOf(network: Network, theta: Float64Array): Matrix[] {
  return blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
}

function twoLayerMultiplier(network: Network, lambda: number): Multiplier {
  const [m, r, n] = [network.inputs, network.layers[0].units, network.layers[1].units];
  const half = lambda / 2;
  // A full factor needs no projector: directions beyond the modes of Z keep the value at s = 0.
  const [all, allInputs] = [r === n || lambda <= 0, r === m || lambda >= 0];
  const a = (k: number, s: number): number => (k < r || all ? half + Math.hypot(s, half) : 0);
  const b = (l: number, s: number): number => (l < r || allInputs ? -half + Math.hypot(s, half) : 0);
  return (k, l, s) => a(k, s(k)) + b(l, s(l));
}

/** Where a projector is needed, Z must have the rank of the hidden layer; null: it is not needed. */
function twoLayerRank(network: Network, lambda: number): number | null {
  const [m, r, n] = [network.inputs, network.layers[0].units, network.layers[1].units];
  return (lambda > 0 && r < n) || (lambda < 0 && r < m) ? r : null;
}

/** d with d² = b_0² + a², b_0 = tr S / 2, a² = |u|²|v|² - z²: both by the laws alone. */
function scalarOffset(u1: Matrix, u2: Matrix): number {
  const [a, b, z] = [norm(u2.data) ** 2, norm(u1.data) ** 2, multiply(u2, u1).data[0]];
  const trace = a - b;
  const traceOfSquare = a * a + b * b - 2 * z * z;
  return Math.sqrt(Math.max(0, trace ** 2 / 4 + (traceOfSquare - trace ** 2) / 2));
}

/** d = (l_1 - l_2) / 2 from tr S = n l_1 + m l_2 and tr S² = n l_1² + m l_2²; c cancels in a(s_k) + b(s_l). */
function twoPointOffset(network: Network, u1: Matrix, u2: Matrix): number {
  const [m, n] = [network.inputs, network.layers[1].units];
  const trace = norm(u2.data) ** 2 - norm(u1.data) ** 2;
  const square =
    norm(multiply(transpose(u2), u2).data) ** 2 +
    norm(multiply(u1, transpose(u1)).data) ** 2 -
    2 * norm(multiply(u2, u1).data) ** 2;
  // (l_1 - l_2)² = ((n + m) tr S² - (tr S)²) / (n m).
  return Math.sqrt(Math.max(0, ((n + m) * square - trace ** 2) / (n * m))) / 2;
}

/** kappa for a relaxed balanced chain of depth L > 2; null where Z does not determine the layers. */
function deepMultiplier(
  network: Network,
  z: Matrix,
  lambda: readonly number[],
): ((s: Float64Array) => Multiplier) | null {
  const widths = [network.inputs, ...network.layers.map(({ units }) => units)];
  const hidden = widths.slice(1, -1);
  const mu = lambda.reduce<number[]>((sums, l) => [...sums, sums[sums.length - 1] + l], [0]);
  const narrowest = Math.min(...widths);
  const square = widths.every((w) => w === widths[0]);
  const even = hidden.every((w) => w === narrowest) && decideRank(z).rank === narrowest;
  if (!square && !even && mu.some((m) => m !== 0)) return null;
  const offsets = offsetsOf(mu);
  return (singularValues) => {
    const roots = Array.from(singularValues.subarray(0, narrowest), (s) => rootOf(offsets, s * s));
    const after = (k: number, i: number): number => productFrom(offsets, roots[k], i, mu.length, k < narrowest);
    const before = (l: number, i: number): number => productFrom(offsets, roots[l], 0, i - 1, l < narrowest);
    return (k, l) => {
      let sum = 0;
      for (let i = 1; i <= mu.length; i++) sum += after(k, i) * before(l, i);
      return sum;
    };
  };
}

/** As for two layers: layers that are not square, and some lambda is not 0. */
function deepRank({ inputs, layers }: Network, lambda: readonly number[]): number | null {
  const widths = [inputs, ...layers.map(({ units }) => units)];
  return widths.every((w) => w === inputs) || lambda.every((l) => l === 0) ? null : Math.min(...widths);
}

/** prod_{from <= j < to} (w + offset_j); beyond the modes only the empty product is not 0. */
function productFrom(offsets: readonly number[], w: number, from: number, to: number, isMode: boolean): number {
  if (from >= to) return 1;
  if (!isMode) return 0;
  let product = 1;
  for (let j = from; j < to; j++) product *= w + offsets[j];
  return product;
}

/** mu_j - min mu. */
export function offsetsOf(mu: readonly number[]): number[] {
  const least = Math.min(...mu);
  return mu.map((m) => m - least);
}

/** The w >= 0 with prod (w + offset_j) = y >= 0, for offsets >= 0 with smallest 0, by Newton's method from the right. */
export function rootOf(offsets: readonly number[], y: number): number {
  if (y <= 0) return 0;
  // w^L <= y at the root, and the product is convex there: Newton falls towards the root without passing it.
  let [low, high] = [0, Math.pow(y, 1 / offsets.length)];
  let w = high;
  for (let step = 0; step < 200; step++) {
    let [value, slope] = [1, 0];
    for (const offset of offsets) {
      value *= w + offset;
      slope += 1 / (w + offset);
    }
    const error = 1 - y / value;
    if (error > 0) high = w;
    else low = w;
    const next = w - error / slope;
    if (Math.abs(error) <= 1e-16 * offsets.length || Math.abs(next - w) <= 1e-17 * w || high - low <= 1e-16 * high)
      break;
    w = next > low && next < high ? next : (low + high) / 2;
  }
  return w;
}
