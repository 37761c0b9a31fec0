/**
 * Closed equations of linear chains (docs/mathematics.md; arXiv:2508.07370, ICLR Thm 3.8 and 3.11; formulas derived there).
 *
 * Two layers: two-layer.ts, dZ/dt = -(A(Z) G + G B(Z)).
 * L layers, S_i = lambda_i I, mu_j = lambda_1 + … + lambda_j: with x_k the root of p(x) = prod_j (x + mu_j) = s_k² above every
 *   -mu_j,  kappa_kl = sum_i prod_{j >= i} (x_k + mu_j) prod_{j < i - 1} (x_l + mu_j), where directions beyond the modes of Z have
 *   only the empty products, 1. Needs square layers, or equal hidden widths not above the ends and Z of that rank, or mu = 0.
 *   Computed with w = x + min mu >= 0 and offsets mu_j - min mu >= 0, so that x + mu_j = w + offset_j never cancels.
 */
import { decideRank } from "../../math/dense/rank";
import { multiply, norm, type Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { isLinearChain } from "../../model/structure";
import { effectiveChain } from "../balance/effective-width";
import { BALANCE_TOLERANCE, balanceOf, isRelaxedBalanced } from "../balance/relaxed-balance";
import type { Gradient, IntrinsicFlow } from "./intrinsic-flow";
import { spectralFlow, type Multiplier } from "./spectral";
import { multiplierOf, neededRank, twoLayerForm, weightsOf } from "./two-layer";

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
  const form = twoLayerForm(chain);
  if (form === null) return null;
  return spectralFlow(
    { kind: form.kind, reference: form.reference, observe },
    z,
    loss,
    () => multiplierOf(form),
    neededRank(form),
  );
}

function productOf(network: Network, theta: Float64Array): Matrix {
  return weightsOf(network, theta).reduce((z, u) => multiply(u, z));
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
