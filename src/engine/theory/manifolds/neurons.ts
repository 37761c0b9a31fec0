/**
 * The neurons of a network and what joins them, read off the wirings of its weights. Neurons are numbered through: the
 * inputs, then layer by layer.
 */
import type { ActivationTraits } from "../../model/activations";
import { activationTraits } from "../../model/activations";
import { compile } from "../../model/compile";
import { eachEdge } from "../../model/edges";
import type { Block, Network } from "../../model/network";
import { hiddenLayers, INPUT, widthOf } from "../../model/network";
import { isDense, isGraph } from "../../model/structure";

export interface Neurons {
  readonly network: Network;
  readonly blocks: readonly Block[];
  readonly count: number;
  /** Number of the first neuron of a source; `INPUT` is -1. */
  first(source: number): number;
  /** The layer of each neuron, or INPUT. */
  readonly layerAt: Int32Array;
  /** Of a hidden layer. */
  traits(layer: number): ActivationTraits;
  /** Every weight into a neuron, source by source and then its bias, by runs: with the neurons that it reads; of a bias `null`. */
  into(neuron: number, visit: RunVisit<number | null>): void;
  /** Every weight by which a neuron is read, by runs: with the neurons that read it. */
  outOf(neuron: number, visit: RunVisit<number>): void;
  /**
   * A neuron that reads the very neurons that this one reads, the same for all that do; and one that those read which read
   * this one. In dense layers the first of the layer, elsewhere itself.
   */
  readsLike(neuron: number): number;
  isReadLike(neuron: number): number;
}

/**
 * `length` weights whose other ends are neurons one after the other, `end` the first of them: theta[parameter + k step] for
 * the k-th. Of a matrix each row and each column is a run, so that what is done for every weight is done in a plain loop.
 */
type RunVisit<End> = (parameter: number, step: number, end: End, length: number) => void;

/** The same weight by weight. */
export function eachInto(
  neurons: Neurons,
  neuron: number,
  visit: (parameter: number, from: number | null) => void,
): void {
  neurons.into(neuron, (parameter, step, from, length) => {
    for (let k = 0; k < length; k++) visit(parameter + k * step, from === null ? null : from + k);
  });
}

export function eachOutOf(neurons: Neurons, neuron: number, visit: (parameter: number, to: number) => void): void {
  neurons.outOf(neuron, (parameter, step, to, length) => {
    for (let k = 0; k < length; k++) visit(parameter + k * step, to + k);
  });
}

/** `null` where neurons do not add up what they read, or weights are shared: nothing is proven of them here. `traits` is for tests. */
export function neuronsOf(network: Network, traits?: ActivationTraits): Neurons | null {
  if (!isGraph(network)) return null;
  const firsts = [0];
  let count = network.inputs;
  for (const { units } of network.layers) {
    firsts.push(count);
    count += units;
  }
  const first = (source: number): number => firsts[source + 1];
  const { blocks, layers } = compile(network);
  const own = network.layers.map(({ activation }) => traits ?? activationTraits(activation));
  const into = layers.map((layer) => layer.blocks.map(edgesOf));
  const outOf = firsts.map((): Edges[] => []);
  for (const edges of into.flat()) if (edges.block.source !== null) outOf[edges.block.source + 1].push(edges);
  const dense = layers.map((_, layer) => isDense(network, layer));
  const readFully = outOf.map((readers) => readers.every(({ block }) => dense[block.layer]));
  const layerAt = new Int32Array(count);
  network.layers.forEach(({ units }, layer) => layerAt.fill(layer, first(layer), first(layer) + units));
  layerAt.fill(INPUT, 0, network.inputs);
  return {
    network,
    blocks,
    count,
    first,
    layerAt,
    traits: (layer) => own[layer],
    into(neuron, visit) {
      const layer = layerAt[neuron];
      if (layer === INPUT) return;
      for (const { block, runsInto } of into[layer]) {
        const { source } = block;
        runsInto(neuron - first(layer), (parameter, step, from, length) => {
          visit(parameter, step, source === null ? null : first(source) + from, length);
        });
      }
    },
    outOf(neuron, visit) {
      const source = layerAt[neuron];
      for (const { block, runsOutOf } of outOf[source + 1])
        runsOutOf(neuron - first(source), (parameter, step, to, length) => {
          visit(parameter, step, first(block.layer) + to, length);
        });
    },
    readsLike(neuron) {
      const layer = layerAt[neuron];
      return layer !== INPUT && dense[layer] ? first(layer) : neuron;
    },
    isReadLike(neuron) {
      const source = layerAt[neuron];
      return readFully[source + 1] ? first(source) : neuron;
    },
  };
}

/** The layer of a hidden or output neuron, or INPUT. */
export function layerOf({ layerAt }: Neurons, neuron: number): number {
  return layerAt[neuron];
}

/** The neurons of a source, first to last. */
export function eachOf({ network, first }: Neurons, source: number, visit: (neuron: number) => void): void {
  const start = first(source);
  for (let i = start; i < start + widthOf(network, source); i++) visit(i);
}

/** Hidden layers, for loops over those whose neurons have a choice. */
export function hiddenOf({ network }: Neurons): readonly number[] {
  return hiddenLayers(network);
}

/** Operations of one pass over weights and neurons, about. */
export function passWork({ network, blocks }: Neurons): number {
  const ofWeights = blocks.reduce((sum, { rows, columns }) => sum + PER_WEIGHT * rows * columns, 0);
  return network.layers.reduce(
    (sum, { units }) => sum + units * (PER_NEURON + PER_LEVEL * Math.log2(units)),
    ofWeights,
  );
}

/** The same where only these neurons are looked at: theirs, and what is made for each neuron of the network. */
export function partWork(neurons: Neurons, members: number): number {
  return passWork(neurons) * (members / neurons.count) + PER_COPY * neurons.count;
}

/**
 * Per weight the terms of three sums each way; per neuron its signature, and its place in the order of its layer
 * (measured); the numbers that a partition and its sums keep of a neuron.
 */
const PER_WEIGHT = 20;
const PER_NEURON = 1500;
const PER_LEVEL = 300;
const PER_COPY = 60;

/** A block by the units of its layer, and by those of its source. */
interface Edges {
  readonly block: Block;
  runsInto(unit: number, visit: RunVisit<number>): void;
  runsOutOf(unit: number, visit: RunVisit<number>): void;
}

function edgesOf(block: Block): Edges {
  const { offset, wiring } = block;
  if (wiring.name === "full") {
    const { right, outputs } = wiring;
    return {
      block,
      runsInto: (unit, visit) => {
        visit(offset + unit * right, 1, 0, right);
      },
      runsOutOf: (unit, visit) => {
        visit(offset + unit, right, 0, outputs);
      },
    };
  }
  const into = Array.from({ length: wiring.outputs }, (): [number, number][] => []);
  const outOf = Array.from({ length: wiring.right }, (): [number, number][] => []);
  eachEdge(block, (parameter, from, to) => {
    into[to].push([parameter, from]);
    outOf[from].push([parameter, to]);
  });
  const oneByOne =
    (edges: readonly (readonly [number, number])[][]): Edges["runsInto"] =>
    (unit, visit) => {
      for (const [parameter, end] of edges[unit]) visit(parameter, 1, end, 1);
    };
  return { block, runsInto: oneByOne(into), runsOutOf: oneByOne(outOf) };
}
