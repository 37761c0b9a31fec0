/**
 * Which layers hold a network at its saddle: those that start far too small to pass a signal on.
 *
 * The gain of a layer is the factor by which it passes the network's own signal on while that is small, in root mean
 * square per neuron: with M_0 a set of input directions, M_l = W_l diag(σ'_{l-1}(0)) M_{l-1} (σ' = 1 for the input; for
 * relu the two slopes in root mean square),
 *   gain_l = ( ‖M_l‖_F / √n_l ) / ( ‖M_{l-1}‖_F / √n_{l-1} ),
 * the forward signal propagation of Glorot & Bengio (2010) and He et al. (2015): about 1 for lecun with tanh and for he
 * with relu. Behind a layer of zeros it is measured with fresh directions. Rule: a layer whose gain is below
 * BOTTLENECK_GAIN is a bottleneck; r is their number. Cost: 2 D times the number of directions, at most 16.
 *
 * With r bottlenecks of size ε, the others of order 1, each grows at the product of the others, dy/dt ~ y^{r-1}, and
 * the loss leaves its plateau after (arXiv:2605.01288, critical depth)
 *   Θ(1) for r <= 1,   Θ(log 1/ε) for r = 2,   Θ(ε^{-(r-2)}) for r >= 3.
 * It is stated for chains of dense layers without biases whose activation passes small signals: σ(0) = 0, σ'(0) ≠ 0.
 */
import { t } from "../../findings/language";
import { identity, norm, zeros, type Matrix } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { eachRun } from "../../model/edges";
import { hiddenLayers, INPUT } from "../../model/network";
import { fixedNote } from "../../model/fixed";
import { isDenseChain, isIdentity } from "../../model/structure";
import { classOf, type ActivationClass } from "./activation-class";
import { CLASS_NOT_KNOWN } from "./class-words";

export const ESCAPE_REFERENCE = "arXiv:2605.01288 (saddle escape)";

/** Half of what passes a signal on unchanged: below, two such layers lose most of it. */
export const BOTTLENECK_GAIN = 0.5;

/** Input directions: all of them for few inputs, else so many random ones. */
const MOST_DIRECTIONS = 16;
const DIRECTION_SEED = 1;

export interface LayerGain {
  readonly layer: number;
  readonly gain: number;
  readonly bottleneck: boolean;
}

/** One per layer, first to last. */
export function layerGains(network: Network, theta: Float64Array): LayerGain[] {
  const slopes = network.layers.map(({ activation }) => classOf(activation).slope);
  const blocks = blocksOf(network);
  const random = randomStream(DIRECTION_SEED, "gain directions");
  const fresh = (units: number): Matrix =>
    units <= MOST_DIRECTIONS
      ? identity(units)
      : {
          rows: units,
          columns: MOST_DIRECTIONS,
          data: Float64Array.from({ length: units * MOST_DIRECTIONS }, () => random.normal()),
        };
  const input = fresh(network.inputs);
  const signals: Matrix[] = [];
  return network.layers.map(({ units }, layer) => {
    const own = blocks.filter((block) => block.layer === layer && block.source !== null);
    const sources = own.map(({ source }) =>
      source === INPUT || source === null
        ? { signal: input, slope: 1 }
        : { signal: signals[source], slope: slopes[source] },
    );
    const silent = sources.every(({ signal }) => signal.data.every((x) => x === 0));
    const columns = silent ? Math.max(...sources.map(({ signal }) => fresh(signal.rows).columns)) : input.columns;
    const result = zeros(units, columns);
    let before = 0;
    own.forEach((block, k) => {
      const signal = silent ? fresh(sources[k].signal.rows) : sources[k].signal;
      // Without a slope the size of what comes in is that of the values.
      before += norm(signal.data) ** 2 / signal.rows;
      passSignal(result, theta, block, signal, sources[k].slope);
    });
    signals.push(silent ? zeros(units, input.columns) : result);
    const gain = before === 0 ? 0 : norm(result.data) / Math.sqrt(units) / Math.sqrt(before / own.length);
    return { layer, gain, bottleneck: gain < BOTTLENECK_GAIN };
  });
}

/** result += slope W signal */
function passSignal(result: Matrix, theta: Float64Array, block: Block, signal: Matrix, slope: number): void {
  const { data, columns } = result;
  const width = Math.min(columns, signal.columns);
  eachRun(block, (parameter, from, to, length) => {
    for (let t = 0; t < length; t++) {
      const factor = slope * theta[parameter + t];
      const [target, source] = [to * columns, (from + t) * signal.columns];
      for (let c = 0; c < width; c++) data[target + c] += factor * signal.data[source + c];
    }
  });
}

/** Why the law of escape does not speak of this network; `null`: it does. */
export function outsideTheLaw(
  network: Network,
  classes: readonly ActivationClass[] = hiddenClasses(network),
): string | null {
  const { layers } = network;
  const fixed = fixedNote(network);
  if (fixed !== null) return fixed;
  if (layers.length < 2) return t`A single layer has no saddle to escape from.`;
  if (!isDenseChain(network)) return t`The law is for chains of dense layers.`;
  if (layers.some(({ bias }) => bias))
    return t`The law is for networks without biases: a trained bias can lower the loss at once.`;
  if (!isIdentity(layers[layers.length - 1].activation)) return t`The law is for a linear output layer.`;
  if (classes.some((one) => one.class === null)) return CLASS_NOT_KNOWN;
  if (classes.some((one) => one.class === "D"))
    return t`The activation is not 0 at 0 (class D), so that small layers do not silence the network.`;
  if (classes.some(({ slope }) => slope === 0))
    return t`The activation is flat at 0, so that a small signal does not pass at all and the law does not apply.`;
  return null;
}

export function hiddenClasses(network: Network): ActivationClass[] {
  return hiddenLayers(network).map((layer) => classOf(network.layers[layer].activation));
}

/** The time of escape grows like ε to this power; 0 stands for bounded and logarithmic growth. */
export function escapeExponent(bottlenecks: number): number {
  return bottlenecks <= 2 ? 0 : -(bottlenecks - 2);
}
