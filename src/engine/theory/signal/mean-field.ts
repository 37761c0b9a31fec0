/**
 * Mean field theory of wide chains with independent weights of variance σ_w² / fan-in and biases of variance σ_b² (Poole
 * et al., arXiv:1606.05340; Schoenholz et al., arXiv:1611.01232): the mean square q of z obeys
 *   q ← σ_w² E[σ(√q z)²] + σ_b²,   z standard normal,
 * and at its fixed point q* the square of a gradient changes at each layer by χ = σ_w² E[σ'(√q* z)²], e-fold over
 * 1 / |ln χ| layers. Two half-lines of slopes 1 and a have χ = σ_w² (1 + a²) / 2 whatever q is.
 *
 * E by the trapezoidal rule, which converges like exp(−2π d / h) for a function that is analytic within d of the line
 * (Trefethen & Weideman, SIAM Review 56, 2014). The fixed point by iteration from the start's own q, then by Steffensen's
 * method, which also settles where χ = 1 and iteration is slow. Cost: 40,000 evaluations of σ at most for each E.
 */
import { sigmaOf } from "../../model/activations";
import { compile } from "../../model/compile";
import type { InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import { schemeRow } from "../../model/schemes";
import { isDenseChain } from "../../model/structure";

/** h and the ends of the trapezoidal rule: beyond ±10 the density is below 1e-22. */
const SPACING = 1 / 64;
const REACH = 10;
/** Plain steps, then Steffensen's; how still q must stand, relative, and at the end of them: rounding blurs a double root. */
const [PLAIN, QUICK] = [60, 60];
const [STILL, BLURRED] = [1e-9, 1e-6];
/** A fixed point below is 0. */
const NEAR_ZERO = 1e-12;

export interface MeanField {
  readonly chi: number;
  /** q*; `null`: χ does not depend on it. */
  readonly fixedPoint: number | null;
}

/** `start`: the mean square of the first layer's z. `null`: a hypothesis is missing, or q settles nowhere. */
export function meanField(network: Network, plan: InitializationPlan, start: number): MeanField | null {
  const { layers } = network;
  if (!isDenseChain(network) || layers.length < 3) return null;
  const [{ activation }] = layers;
  const { value, derivative, below } = sigmaOf(activation);
  if (
    layers
      .slice(0, -1)
      .some(({ activation: { name, slope } }) => name !== activation.name || slope !== activation.slope)
  )
    return null;
  const draws = layers.slice(1, -1).map((_, i) => drawOf(network, plan, i + 1));
  const [draw] = draws;
  if (draw === null || !draws.every((other) => other !== null && near(other.w, draw.w) && near(other.b, draw.b)))
    return null;
  if (below !== null) return { chi: (draw.w * (1 + below ** 2)) / 2, fixedPoint: null };
  const map = (q: number): number => draw.w * normalMean((z) => value(Math.sqrt(q) * z) ** 2) + draw.b;
  const fixedPoint = fixedPointOf(map, start);
  if (fixedPoint === null) return null;
  return { chi: draw.w * normalMean((z) => derivative(Math.sqrt(fixedPoint) * z) ** 2), fixedPoint };
}

/** σ_w² and σ_b²; `null`: not independent entries of mean 0. */
function drawOf(network: Network, plan: InitializationPlan, layer: number): { w: number; b: number } | null {
  const { scheme, own, scale, biasStd } = plan.layers[layer];
  const row = schemeRow(scheme);
  if (row.draws !== "entries") return null;
  const [{ rows, columns }] = compile(network).layers[layer].blocks;
  const { mean, deviation } = row.moments({ in: columns, out: rows }, own);
  if (mean !== 0 || deviation === 0) return null;
  return { w: columns * (scale * deviation) ** 2, b: network.layers[layer].bias ? biasStd ** 2 : 0 };
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.abs(b);
}

/** E f(z), z standard normal. */
export function normalMean(f: (z: number) => number): number {
  let sum = 0;
  for (let k = -REACH / SPACING; k <= REACH / SPACING; k++) {
    const z = k * SPACING;
    sum += Math.exp((-z * z) / 2) * f(z);
  }
  return (sum * SPACING) / Math.sqrt(2 * Math.PI);
}

function fixedPointOf(map: (q: number) => number, start: number): number | null {
  let q = start;
  for (let step = 0; step < PLAIN + QUICK; step++) {
    const next = map(q);
    if (!Number.isFinite(next)) return null;
    if (next < NEAR_ZERO) return 0;
    if (Math.abs(next - q) <= (step < PLAIN + QUICK - 1 ? STILL : BLURRED) * q) return next;
    const after = map(next);
    const curved = after - 2 * next + q;
    const leap = q - (next - q) ** 2 / curved;
    q = step < PLAIN || !(leap >= 0) ? next : leap;
  }
  return null;
}
