/**
 * Which gates the inputs can set, near one theta: what decides whether the network's laws are those of its path
 * lifting.
 *
 * A relu (or leaky-relu) neuron multiplies its input z by 1 where z > 0 and by the slope where z < 0. For an input x at
 * which no z of the network is 0, all gates stay as they are for the inputs near x and the parameters near theta; there
 * the network is yᵀ N_gamma(theta)(x, 1) with constants gamma, and the inputs near x span all affine functions of x. So
 * the fields of the network near theta are those of the matrices N_gamma, one for each pattern gamma that some such x
 * sets.
 *
 * Found here: patterns that are certainly set (each sign is decided beyond the rounding of its sum), and neurons of a
 * layer that certainly share every gate. Neurons share a gate
 *   - when the input is a single number and nothing has a bias: then N is positively homogeneous in x, and x = 1 and x
 *     = -1 set all the patterns there are;
 *   - when none of them switches: all weights positive (and biases), fed by neurons whose values are nowhere negative.
 *
 * Where all inputs of a layer are 0 near theta (fed by relus that are off), its values and their gradients are 0
 * whatever the gates; they count as off.
 */
import type { RandomStream } from "../../math/random/streams";
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/network";
import { isIdentity } from "../../model/structure";
import { deadLayers } from "./families";

/** Per layer the factor of each neuron; `null`: a linear layer, or the output. */
export type GatePattern = readonly (Float64Array | null)[];

export interface GateStudy {
  /** Set near theta, each once. */
  readonly patterns: readonly GatePattern[];
  /** True when there are no others. */
  readonly exhaustive: boolean;
  /** Per layer, the sets of two or more neurons that share every gate. */
  readonly groups: readonly (readonly (readonly number[])[])[];
  /** Positions in theta of weights whose gradient is 0 for every input, and that stand on a path to the output. */
  readonly unmoved: readonly number[];
}

/**
 * A sign is certain when the sum is beyond this share of the sum of its terms' sizes: rounding of some thousand terms,
 * layer after layer.
 */
const CERTAIN = 1e-10;
/** Inputs drawn for each pattern that is wanted. */
const TRIES = 8;

/** `wanted`: how many patterns are enough. */
export function studyGates(network: Network, theta: Float64Array, wanted: number, random: RandomStream): GateStudy {
  const blocks = blocksOf(network);
  const fixed = fixedGates(network, blocks, theta);
  const homogeneous = network.inputs === 1 && network.layers.every(({ bias }) => !bias);
  const switching = network.layers.some((_, l) => isGated(network, l) && fixed[l].some((sign) => sign === 0));
  const found = new Map<string, GatePattern>();
  const add = (x: Float64Array): boolean => {
    const pattern = patternAt(network, blocks, fixed, theta, x);
    if (pattern !== null) found.set(keyOf(pattern), pattern);
    return pattern !== null;
  };
  const draw = (): Float64Array => {
    const size = 10 ** (2 * random.uniform() - 1);
    return Float64Array.from({ length: network.inputs }, () => size * random.normal());
  };
  let exhaustive = false;
  if (homogeneous) {
    const both = [1, -1].map((x) => add(Float64Array.of(x)));
    exhaustive = both.every((certain) => certain);
  } else if (!switching) exhaustive = add(draw());
  else
    for (let i = 0; i < TRIES * wanted && found.size < wanted; i++)
      add(i % 2 === 0 ? draw() : atWall(network, blocks, theta, draw(), random));
  const patterns = [...found.values()];
  const possible = exhaustive ? patterns : [mostOpen(network, fixed)];
  const unmoved = unmovedBy(network, blocks, possible);
  return {
    patterns,
    exhaustive,
    unmoved,
    groups: network.layers.map((_, l) => groupsOf(network, l, fixed[l], exhaustive ? patterns : [])),
  };
}

/** Hidden, and neither linear nor of another kind. */
export function isGated(network: Network, layer: number): boolean {
  return layer < network.layers.length - 1 && !isIdentity(network.layers[layer].activation);
}

type Sign = -1 | 0 | 1;

/**
 * Per neuron, the sign its input has for every x and every parameter near theta, as far as that is plain; 0: not known.
 */
function fixedGates(network: Network, blocks: readonly Block[], theta: Float64Array): Sign[][] {
  const signs: Sign[][] = [];
  const nonnegative: boolean[][] = [];
  network.layers.forEach((layer, l) => {
    const own = blocks.filter((block) => block.layer === l);
    const signOf = (j: number): Sign => {
      let [plus, minus] = [true, true];
      for (const { kind, source, columns, offset } of own)
        for (let c = 0; c < columns; c++) {
          const weight = theta[offset + j * columns + c];
          const from = kind === "diagonal" ? j : c;
          const known = source === null || (source >= 0 && nonnegative[source][from]);
          plus &&= known && weight > 0;
          minus &&= known && weight < 0;
        }
      return plus ? 1 : minus ? -1 : 0;
    };
    const sign = Array.from({ length: layer.units }, (_, j) => signOf(j));
    signs.push(sign);
    const { name, slope } = layer.activation;
    nonnegative.push(sign.map((s) => (name === "relu" || (name === "leaky-relu" && slope === 0) ? true : s === 1)));
  });
  return signs;
}

/** null where a sign is not certain. */
function patternAt(
  network: Network,
  blocks: readonly Block[],
  fixed: readonly (readonly Sign[])[],
  theta: Float64Array,
  x: Float64Array,
): GatePattern | null {
  const values: Float64Array[] = [];
  const sizes: Float64Array[] = [];
  const pattern: (Float64Array | null)[] = [];
  for (const [l, layer] of network.layers.entries()) {
    const value = new Float64Array(layer.units);
    const size = new Float64Array(layer.units);
    /** Neurons with an input that is not 0 all around. */
    const fed = new Uint8Array(layer.units);
    for (const block of blocks) {
      if (block.layer !== l) continue;
      const source = block.source === null ? ONE : block.source < 0 ? x : values[block.source];
      const sourceSize = block.source !== null && block.source >= 0 ? sizes[block.source] : source;
      for (let j = 0; j < block.rows; j++)
        for (let c = 0; c < block.columns; c++) {
          const from = block.kind === "diagonal" ? j : c;
          const weight = theta[block.offset + j * block.columns + c];
          value[j] += weight * source[from];
          size[j] += Math.abs(weight * sourceSize[from]);
          if (sourceSize[from] !== 0) fed[j] = 1;
        }
    }
    values.push(value);
    sizes.push(size);
    if (!isGated(network, l)) {
      // A sum of weights that are 0 now need not be 0 nearby.
      size.forEach((s, j) => (size[j] = fed[j] === 1 ? Math.max(s, Number.MIN_VALUE) : 0));
      pattern.push(null);
      continue;
    }
    const { name, slope } = layer.activation;
    const off = name === "relu" ? 0 : slope;
    const gates = new Float64Array(layer.units);
    for (let j = 0; j < layer.units; j++) {
      if (fed[j] === 0) {
        gates[j] = off;
        continue;
      }
      if (fixed[l][j] === 0 && !(Math.abs(value[j]) > CERTAIN * size[j])) return null;
      gates[j] = fixed[l][j] === 1 || (fixed[l][j] === 0 && value[j] > 0) ? 1 : off;
      value[j] *= gates[j];
      size[j] *= Math.abs(gates[j]);
    }
    pattern.push(gates);
  }
  return pattern;
}

const ONE = Float64Array.of(1);

/**
 * An input close to where some neuron of the first layer switches, on one side or the other: patterns that few inputs
 * set.
 */
function atWall(
  network: Network,
  blocks: readonly Block[],
  theta: Float64Array,
  x: Float64Array,
  random: RandomStream,
): Float64Array {
  const wide = blocks.filter(({ kind, source, layer }) => kind === "dense" && source === -1 && isGated(network, layer));
  if (wide.length === 0) return x;
  const block = wide[random.integer(wide.length)];
  const j = random.integer(block.rows);
  const w = theta.subarray(block.offset + j * block.columns, block.offset + (j + 1) * block.columns);
  const bias = blocks.find(({ kind, layer }) => kind === "bias" && layer === block.layer);
  const square = w.reduce((sum, weight) => sum + weight * weight, 0);
  if (square === 0) return x;
  const at = w.reduce((sum, weight, i) => sum + weight * x[i], bias === undefined ? 0 : theta[bias.offset + j]);
  const beside = 1e-3 * random.normal() * Math.sqrt(square);
  return x.map((value, i) => value - ((at + beside) / square) * w[i]);
}

/** `patterns`: all there are, or none when that is not known. */
function groupsOf(network: Network, l: number, fixed: readonly Sign[], patterns: readonly GatePattern[]): number[][] {
  if (l === network.layers.length - 1) return [];
  const groups = new Map<string, number[]>();
  fixed.forEach((sign, j) => {
    const key = !isGated(network, l)
      ? "linear"
      : patterns.length > 0
        ? patterns.map((pattern) => pattern[l]?.[j]).join()
        : sign === 0
          ? `own:${j}`
          : String(sign);
    groups.set(key, [...(groups.get(key) ?? []), j]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

/** On where any input may set it on. */
function mostOpen(network: Network, fixed: readonly (readonly Sign[])[]): GatePattern {
  return network.layers.map(({ activation: { name, slope } }, l) =>
    isGated(network, l)
      ? Float64Array.from(fixed[l], (sign) => (sign === -1 ? (name === "relu" ? 0 : slope) : 1))
      : null,
  );
}

/** Weights through which no path leads under any of the patterns, in layers that are not dead anyhow. */
function unmovedBy(network: Network, blocks: readonly Block[], patterns: readonly GatePattern[]): number[] {
  const moved = new Set<number>();
  const dead = deadLayers(network);
  for (const pattern of patterns) {
    const open = (l: number, j: number): boolean => pattern[l]?.[j] !== 0;
    const valued = network.layers.map(({ units }) => new Uint8Array(units));
    const seen = network.layers.map(({ units }, l) =>
      new Uint8Array(units).fill(l === network.layers.length - 1 ? 1 : 0),
    );
    const each = (block: Block, act: (j: number, from: number, at: number) => void): void => {
      for (let j = 0; j < block.rows; j++)
        if (open(block.layer, j))
          for (let c = 0; c < block.columns; c++)
            act(j, block.kind === "diagonal" ? j : c, block.offset + j * block.columns + c);
    };
    const hasValue = ({ source }: Block, from: number): boolean =>
      source === null || source < 0 || valued[source][from] === 1;
    for (const block of blocks)
      each(block, (j, from) => {
        if (hasValue(block, from)) valued[block.layer][j] = 1;
      });
    for (const block of blocks.toReversed())
      each(block, (j, from, at) => {
        if (seen[block.layer][j] === 0) return;
        if (block.source !== null && block.source >= 0) seen[block.source][from] = 1;
        if (hasValue(block, from)) moved.add(at);
      });
  }
  return blocks.flatMap(({ layer, offset, rows, columns }) =>
    dead[layer] ? [] : Array.from({ length: rows * columns }, (_, i) => offset + i).filter((at) => !moved.has(at)),
  );
}

function keyOf(pattern: GatePattern): string {
  return pattern.map((gates) => (gates === null ? "" : Array.from(gates).join())).join(";");
}
