/**
 * The time of escape from the scalar equation of the layers (arXiv:2605.01288, leading order).
 *
 * Where the neurons of every hidden layer are alike, each layer is one number y_i along its direction of descent, and
 * while signals are small
 *   dy_i/dt = K χ(s) prod_{j ≠ i} y_j,     i, j over the layers,
 * or over the bottlenecks alone when the others bend the signal too much to be numbers (they then count as fixed). So
 * every y_i² - y_j² is kept, and with q the smallest of them and y_j² = q² + d_j
 *   t = ∫ dq / ( K χ(s) prod_{j} √(q² + d_j) )     over the others.
 * For r equal y_i = ε and χ = 1 this is (ε^{-(r-2)} - 1) / ((r-2) K) up to q = 1, log(1/ε)/K for r = 2; layers of order
 * 1 only change K. K is measured at the
 * start from the gradient, K = ‖∇_i L‖ / prod_{j ≠ i} |y_j|, y_i = ⟨W_i, -∇_i L⟩ / ‖∇_i L‖. As the signal s = prod y_i
 * (in units of its start) grows, the pull of the loss changes: with ℓ(s) the loss when the start's outputs are s times
 * as large, χ = ℓ'(s)/ℓ'(1). The end is where ℓ(s) is `level` times the loss at the start.
 * A start against the data (every y_i < 0) passes through q = 0 first, where small errors of d_j decide: it is taken
 * for activations that keep d_j exactly; with two or more layers equally small it never escapes.
 *
 * The integral is taken in u, q = q_0 sinh u, by Gauss' rule with 8 nodes on 12 pieces. Cost: about 150 gradients.
 */
import type { Objective } from "../../flow/objective/objective";
import { gaussTableau } from "../../math/spectral/gauss";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { hiddenClasses } from "./bottlenecks";

export interface ScalarEscape {
  readonly time: number;
  /** The layers that count as numbers: all, or the bottlenecks. */
  readonly layers: readonly number[];
  /** K, and the y_i in the order of `layers`. */
  readonly rate: number;
  readonly sizes: readonly number[];
  /** Largest relative difference of K as the layers show it: how well the scalar equation describes this start. */
  readonly spread: number;
}

/**
 * Below this share of a layer lying along its direction of descent, the layer has to turn first and is not one number.
 */
const ALIGNED = 0.99;
/** K is one number where the equation holds. */
const LARGEST_SPREAD = 0.1;
/** Relative difference of the smallest layers when they start against the data. */
const CLEAR = 1e-6;
const PIECES = 12;
const NODES = 8;

/**
 * `null` where the equation does not describe this start, or the loss does not come down to `level` along it. `level` <
 * 1.
 */
export function scalarEscape(
  network: Network,
  objective: Objective,
  theta: Float64Array,
  bottlenecks: readonly number[],
  level: number,
): ScalarEscape | null {
  const all = network.layers.map((_, layer) => layer);
  const layers = [all, bottlenecks].find((some) => directionsAt(network, objective, theta, some) !== null);
  const start = layers === undefined ? null : directionsAt(network, objective, theta, layers);
  if (layers === undefined || start === null) return null;
  const { sizes, rate, spread, against } = start;
  const along = signalLoss(network, objective, theta);
  const first = along(1);
  if (!(first.slope !== 0 && Number.isFinite(first.slope))) return null;
  const end = signalAtLevel(along, level * first.loss, against ? -1 : 1);
  if (end === null) return null;

  const absolute = sizes.map(Math.abs).sort((a, b) => a - b);
  const [smallest, ...others] = absolute;
  // On its way through 0 the smallest layer is as small as the next one lets it be, and differences of squares decide:
  // they must be kept, and be clear of rounding.
  if (against && (!keepsDifferences(network) || others.some((y) => y - smallest <= CLEAR * smallest))) return null;
  const gaps = others.map((y) => y * y - smallest * smallest);
  const growth = (q: number): number => gaps.reduce((product, gap) => product * Math.sqrt(q * q + gap), 1);
  const whole = absolute.reduce((product, y) => product * y, 1);
  // s = 1 at the start; where the start opposes the data, the signal has the sign of -q.
  const signal = (q: number): number => ((against ? -1 : 1) * q * growth(q)) / whole;
  // Where the start opposes the data q begins at -smallest, and -signal grows with it as signal does elsewhere.
  const sign = against ? -1 : 1;
  const last = invert((q) => sign * signal(q), sign * end, smallest);
  const from = Math.asinh(against ? -1 : 1);
  const to = Math.asinh(last / smallest);
  const { nodes, weights } = gaussTableau(NODES);
  let time = 0;
  for (let piece = 0; piece < PIECES; piece++)
    for (let k = 0; k < NODES; k++) {
      const width = (to - from) / PIECES;
      const u = from + width * (piece + nodes[k]);
      const q = smallest * Math.sinh(u);
      const pull = along(signal(q)).slope / first.slope;
      if (!(pull > 0)) return null;
      time += (width * weights[k] * smallest * Math.cosh(u)) / (rate * pull * growth(q));
    }
  return Number.isFinite(time) && time > 0 ? { time, layers, rate, sizes, spread } : null;
}

/** Activations of class A keep y_i² - y_j² exactly, the others to leading order only. */
function keepsDifferences(network: Network): boolean {
  return hiddenClasses(network).every((one) => one.class === "A");
}

interface Directions {
  readonly sizes: readonly number[];
  readonly rate: number;
  readonly spread: number;
  /** Every y_i is negative: the outputs oppose what the loss asks for. */
  readonly against: boolean;
}

function directionsAt(
  network: Network,
  objective: Objective,
  theta: Float64Array,
  layers: readonly number[],
): Directions | null {
  const gradient = new Float64Array(theta.length);
  objective.gradient(theta, gradient);
  const parts = layers.map((layer) => {
    let [along, gradients, weights] = [0, 0, 0];
    for (const { layer: own, offset, rows, columns } of blocksOf(network))
      if (own === layer)
        for (let i = offset; i < offset + rows * columns; i++) {
          along -= theta[i] * gradient[i];
          gradients += gradient[i] * gradient[i];
          weights += theta[i] * theta[i];
        }
    return { size: along / Math.sqrt(gradients), gradient: Math.sqrt(gradients), weights: Math.sqrt(weights) };
  });
  if (parts.some(({ size, weights }) => !(Math.abs(size) >= ALIGNED * weights) || weights === 0)) return null;
  const against = parts[0].size < 0;
  if (parts.some(({ size }) => size < 0 !== against)) return null;
  const rates = parts.map(
    ({ gradient: g }, i) =>
      g / parts.reduce((product, { size }, j) => (j === i ? product : product * Math.abs(size)), 1),
  );
  const rate = rates.reduce((sum, k) => sum + k, 0) / rates.length;
  const spread = (Math.max(...rates) - Math.min(...rates)) / rate;
  return spread <= LARGEST_SPREAD ? { sizes: parts.map(({ size }) => size), rate, spread, against } : null;
}

/** ℓ and ℓ' at outputs s times as large as at the start; the output layer is linear, so its weights are scaled. */
function signalLoss(
  network: Network,
  objective: Objective,
  theta: Float64Array,
): (s: number) => { readonly loss: number; readonly slope: number } {
  const scaled = theta.slice();
  const gradient = new Float64Array(theta.length);
  const own = blocksOf(network).filter(({ layer }) => layer === network.layers.length - 1);
  return (s) => {
    for (const { offset, rows, columns } of own)
      for (let i = offset; i < offset + rows * columns; i++) scaled[i] = s * theta[i];
    const loss = objective.gradient(scaled, gradient);
    let slope = 0;
    for (const { offset, rows, columns } of own)
      for (let i = offset; i < offset + rows * columns; i++) slope += gradient[i] * theta[i];
    return { loss, slope };
  };
}

/** The first signal beyond the start, in the direction that lowers the loss, where the loss is `wanted`. */
function signalAtLevel(
  along: (s: number) => { readonly loss: number; readonly slope: number },
  wanted: number,
  direction: number,
): number | null {
  // The loss is convex in s, so that the first s beyond the start where it is low enough is the root, before 0 or
  // beyond it.
  let [near, far] = [1, 1 + direction];
  for (let step = 0; along(far).loss > wanted; step++) {
    if (direction * along(far).slope >= 0 || step > 200) return null;
    [near, far] = [far, far + direction * 2 ** step];
  }
  for (let step = 0; step < 60; step++) {
    const middle = (near + far) / 2;
    if (along(middle).loss > wanted) near = middle;
    else far = middle;
  }
  return far;
}

/** From the smallest double to the largest. */
const MOST_DOUBLINGS = 2100;

/** q with signal(q) = wanted, beyond its start; |q growth(q)| grows with |q|. */
function invert(sizeAt: (q: number) => number, wanted: number, start: number): number {
  let high = start;
  for (let step = 0; step < MOST_DOUBLINGS && sizeAt(high) < wanted; step++) high *= 2;
  let low = -start;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (sizeAt(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}
