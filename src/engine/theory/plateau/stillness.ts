/**
 * Whether the gradient at a point is exactly 0, so that gradient flow never leaves it: a proof by zeros, not by small
 * numbers.
 *
 * Values are followed forward with a bound e of their rounding error: a sum is exact where it has at most one term that
 * is not exactly 0, else e = n u Σ|terms| plus what its terms bring. A relu unit with z + e <= 0 is exactly 0, and so
 * is its derivative (0 at the kink, by the convention of the product's activations). Backward, a derivative is 0 where
 * each of its terms has a factor that is exactly 0. The entry Σ_s δ_s y_s of the gradient is then 0 where every term
 * is; or, for a bias, where the δ_s are exact small dyadic numbers (as for mse and logistic at outputs that are exactly
 * 0) whose sum is 0, a sum that floating point makes exactly. "No" means not proved. Cost: two passes over the samples.
 */
import type { DataSet, SampleSet } from "../../flow/data-set";
import { outputLayout, readLabels, type LossName } from "../../flow/objective/losses";
import { sigmaOf } from "../../model/activations";
import type { Activation, Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { eachEdge, someEdge } from "../../model/edges";
import { INPUT } from "../../model/network";
import { isGraph } from "../../model/structure";

/** A number and a bound of its error; exact where that is 0. */
interface Bounded {
  readonly value: number;
  readonly error: number;
}

/** A derivative: 0 exactly, a known number exactly, or neither. */
type Slope = number | "some";

export function isStill(network: Network, theta: Float64Array, data: DataSet, loss: LossName): boolean {
  // Numbers are followed along edges, neuron by neuron.
  const samples = isGraph(network) ? samplesOf(network, data) : null;
  if (samples === null) return false;
  const blocks = blocksOf(network);
  const labels = readLabels(loss, outputLayout(network), samples.y);
  if (labels.kind === "fault") return false;
  const sums = new Map<number, number>();
  for (let s = 0; s < samples.x.rows; s++) {
    const input = Array.from(samples.x.data.subarray(s * samples.x.columns, (s + 1) * samples.x.columns), exact);
    const { z, y } = forward(network, blocks, theta, input);
    const target = labels.targets.data.subarray(s * labels.targets.columns, (s + 1) * labels.targets.columns);
    const slopes = backward(network, blocks, theta, z, outputSlopes(y[y.length - 1], target, loss));
    for (const block of blocks) {
      const source = block.source === null ? null : block.source === INPUT ? input : y[block.source];
      const moves = someEdge(block, (at, from, to) => {
        const slope = slopes[block.layer][to];
        if (slope === 0) return false;
        if (source !== null) return !isZero(source[from]);
        if (slope === "some" || !isSmallDyadic(slope)) return true;
        sums.set(at, (sums.get(at) ?? 0) + slope);
        return false;
      });
      if (moves) return false;
    }
  }
  return [...sums.values()].every((sum) => sum === 0);
}

const exact = (value: number): Bounded => ({ value, error: 0 });
const isZero = ({ value, error }: Bounded): boolean => value === 0 && error === 0;

/** Whitened inputs stand for the unit vectors; with biases their constants do not fit into samples. */
function samplesOf(network: Network, data: DataSet): SampleSet | null {
  if (data.kind === "samples") return data;
  if (network.layers.some(({ bias }) => bias)) return null;
  const { rows, columns, data: entries } = data.matrix;
  const x = new Float64Array(columns * columns);
  const y = new Float64Array(columns * rows);
  for (let j = 0; j < columns; j++) {
    x[j * columns + j] = 1;
    for (let i = 0; i < rows; i++) y[j * rows + i] = entries[i * columns + j];
  }
  return {
    kind: "samples",
    x: { rows: columns, columns, data: x },
    y: { rows: columns, columns: rows, data: y },
  };
}

function forward(
  network: Network,
  blocks: readonly Block[],
  theta: Float64Array,
  input: readonly Bounded[],
): { readonly z: Bounded[][]; readonly y: Bounded[][] } {
  const z: Bounded[][] = [];
  const y: Bounded[][] = [];
  network.layers.forEach(({ units, activation }, layer) => {
    const sums = Array.from({ length: units }, (): Sum => ({ terms: 0, value: 0, sizes: 0, error: 0 }));
    for (const block of blocks) {
      if (block.layer !== layer) continue;
      const source = block.source === null ? null : block.source === INPUT ? input : y[block.source];
      eachEdge(block, (at, from, to) => {
        addTerm(sums[to], source === null ? exact(theta[at]) : product(theta[at], source[from]));
      });
    }
    z.push(sums.map(totalOf));
    y.push(z[layer].map((value) => activated(activation, value)));
  });
  return { z, y };
}

/** Products of numbers that are not 0 are rounded, and may vanish below the smallest double. */
function product(weight: number, { value, error }: Bounded): Bounded {
  if (weight === 0 || (value === 0 && error === 0)) return exact(0);
  const size = Math.abs(weight * value);
  return { value: weight * value, error: Number.EPSILON * size + Math.abs(weight) * error + SMALLEST };
}

/** Above the rounding of anything near the smallest doubles. */
const SMALLEST = 1e-300;

/** Of the terms that are not exactly 0. */
interface Sum {
  terms: number;
  value: number;
  sizes: number;
  error: number;
}

function addTerm(sum: Sum, term: Bounded): void {
  if (isZero(term)) return;
  sum.terms++;
  sum.value += term.value;
  sum.sizes += Math.abs(term.value);
  sum.error += term.error;
}

function totalOf({ terms, value, sizes, error }: Sum): Bounded {
  if (terms <= 1) return { value, error };
  // Twice what the sum and its bound can lose.
  return { value, error: 2 * (error + terms * Number.EPSILON * sizes) };
}

function activated(activation: Activation, z: Bounded): Bounded {
  const { below, atZero, value } = sigmaOf(activation);
  if (below === 1) return z;
  if (below === 0) return isDead(z) ? exact(0) : z;
  if (isZero(z)) return { value: atZero, error: atZero === 0 ? 0 : Number.EPSILON };
  return { value: value(z.value), error: Infinity };
}

function isDead({ value, error }: Bounded): boolean {
  return value + error <= 0;
}

/** Layer by layer dL/dz, without the factor 1/N. */
function backward(
  network: Network,
  blocks: readonly Block[],
  theta: Float64Array,
  z: readonly (readonly Bounded[])[],
  outputs: readonly Slope[],
): Slope[][] {
  const last = network.layers.length - 1;
  const pulls: Slope[][] = network.layers.map(({ units }, layer) =>
    layer === last ? [...outputs] : new Array<Slope>(units).fill(0),
  );
  for (let layer = last; layer >= 0; layer--) {
    const { activation } = network.layers[layer];
    pulls[layer] = pulls[layer].map((pull, i) => through(activation, z[layer][i], pull));
    for (const block of blocks) {
      const { source } = block;
      if (block.layer !== layer || source === null || source === INPUT) continue;
      eachEdge(block, (at, from, to) => {
        if (pulls[layer][to] !== 0 && theta[at] !== 0) pulls[source][from] = "some";
      });
    }
  }
  return pulls;
}

function through(activation: Activation, z: Bounded, pull: Slope): Slope {
  const { below, flatAtZero } = sigmaOf(activation);
  if (pull === 0 || below === 1) return pull;
  const flat = below === 0 ? isDead(z) : isZero(z) && flatAtZero;
  return flat ? 0 : "some";
}

/** dL/dy of the last layer, without the factor 1/N: exact where the outputs are exactly 0. */
function outputSlopes(y: readonly Bounded[], target: Float64Array, loss: LossName): Slope[] {
  return y.map((output, i): Slope => {
    if (loss === "mse") {
      if (output.error === 0 && output.value === target[i]) return 0;
      return isZero(output) ? -target[i] : "some";
    }
    return loss === "logistic" && isZero(output) ? -target[0] / 2 : "some";
  });
}

/** Sums of up to 2²⁰ of these are exact. */
function isSmallDyadic(x: number): boolean {
  return Number.isInteger(x * 2 ** 16) && Math.abs(x) < 2 ** 16;
}
