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
import { blocksOf } from "../../model/compile";
import { eachRun } from "../../model/edges";
import { slopeBelow } from "../../model/structure";
import type { GatePattern, Sign } from "./gate-reading";
import { fixedGates, isGated, readGates } from "./gate-reading";
import { atWall, MOST_PAIRS, neverTogether, seek } from "./gate-search";
import { deadLayers } from "./sites";

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
    const { pattern, certain } = readGates(network, blocks, fixed, theta, x);
    if (certain) found.set(keyOf(pattern), pattern);
    return certain;
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
  else {
    for (let i = 0; i < TRIES * wanted && found.size < wanted; i++)
      add(i % 2 === 0 ? draw() : atWall(network, blocks, theta, draw(), random));
    for (const pair of neverTogether(network, blocks, [...found.values()]).slice(0, MOST_PAIRS))
      seek(pair, (x) => readGates(network, blocks, fixed, theta, x), draw, add, random);
  }
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
  return network.layers.map(({ activation }, l) =>
    isGated(network, l) ? Float64Array.from(fixed[l], (sign) => (sign === -1 ? slopeBelow(activation) : 1)) : null,
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
      eachRun(block, (at, from, j, length) => {
        if (open(block.layer, j)) for (let t = 0; t < length; t++) act(j, from + t, at + t);
      });
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
