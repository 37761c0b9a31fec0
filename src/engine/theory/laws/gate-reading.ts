/**
 * The gates that one input sets at one theta, with how certain that is, and the neurons whose gate no input can change
 * (gates.ts).
 */
import { eachRun } from "../../model/edges";
import type { Block, Network } from "../../model/network";
import { sigmaOf } from "../../model/activations";
import { isIdentity, slopeBelow } from "../../model/structure";

/** Per layer the factor of each neuron; `null`: a linear layer, or the output. */
export type GatePattern = readonly (Float64Array | null)[];

/** A sign is certain when the sum is beyond this share of the sum of its terms' sizes: rounding of some thousand terms, layer after layer. */
const CERTAIN = 1e-10;
/** Hidden, and neither linear nor of another kind. */
export function isGated(network: Network, layer: number): boolean {
  return layer < network.layers.length - 1 && !isIdentity(network.layers[layer].activation);
}

export type Sign = -1 | 0 | 1;

/** Per neuron, the sign its input has for every x and every parameter near theta, as far as that is plain; 0: not known. */
export function fixedGates(network: Network, blocks: readonly Block[], theta: Float64Array): Sign[][] {
  const signs: Sign[][] = [];
  const nonnegative: boolean[][] = [];
  network.layers.forEach((layer, l) => {
    const [plus, minus] = [Array<boolean>(layer.units).fill(true), Array<boolean>(layer.units).fill(true)];
    for (const block of blocks)
      if (block.layer === l)
        eachRun(block, (parameter, from, j, length) => {
          for (let t = 0; t < length; t++) {
            const weight = theta[parameter + t];
            const known = block.source === null || (block.source >= 0 && nonnegative[block.source][from + t]);
            plus[j] &&= known && weight > 0;
            minus[j] &&= known && weight < 0;
          }
        });
    const sign = plus.map((up, j): Sign => (up ? 1 : minus[j] ? -1 : 0));
    signs.push(sign);
    const { below } = sigmaOf(layer.activation);
    nonnegative.push(sign.map((s) => below === 0 || s === 1));
  });
  return signs;
}

export interface Reading {
  readonly pattern: GatePattern;
  /** Every sign is. */
  readonly certain: boolean;
  /** Per layer and neuron, its input over the sum of the sizes of its terms. */
  readonly margins: readonly Float64Array[];
}

export function readGates(
  network: Network,
  blocks: readonly Block[],
  fixed: readonly (readonly Sign[])[],
  theta: Float64Array,
  x: Float64Array,
): Reading {
  let certain = true;
  const margins: Float64Array[] = [];
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
      eachRun(block, (parameter, from, j, length) => {
        for (let t = 0; t < length; t++) {
          const weight = theta[parameter + t];
          value[j] += weight * source[from + t];
          size[j] += Math.abs(weight * sourceSize[from + t]);
          if (sourceSize[from + t] !== 0) fed[j] = 1;
        }
      });
    }
    values.push(value);
    sizes.push(size);
    margins.push(value.map((v, j) => (size[j] === 0 ? 0 : v / size[j])));
    if (!isGated(network, l)) {
      // A sum of weights that are 0 now need not be 0 nearby.
      size.forEach((s, j) => (size[j] = fed[j] === 1 ? Math.max(s, Number.MIN_VALUE) : 0));
      pattern.push(null);
      continue;
    }
    const off = slopeBelow(layer.activation);
    const gates = new Float64Array(layer.units);
    for (let j = 0; j < layer.units; j++) {
      if (fed[j] === 0) {
        gates[j] = off;
        continue;
      }
      if (fixed[l][j] === 0 && !(Math.abs(value[j]) > CERTAIN * size[j])) certain = false;
      gates[j] = fixed[l][j] === 1 || (fixed[l][j] === 0 && value[j] > 0) ? 1 : off;
      value[j] *= gates[j];
      size[j] *= Math.abs(gates[j]);
    }
    pattern.push(gates);
  }
  return { pattern, certain, margins };
}

const ONE = Float64Array.of(1);
