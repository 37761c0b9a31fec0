/**
 * Equitable partitions of a network's neurons, and the invariant manifold that each stands for.
 *
 * Every neuron j has a value h_j and a derivative delta_j of the loss by its pre-activation z_j. A partition of the hidden neurons
 * into blocks (of one activation, within a layer or across parallel ones), with gains g_j (incoming) and r_j (outgoing), and two
 * marks that a neuron may carry,  *zero*: z = 0 for every input,  *unheard*: delta = 0 for every input and loss,  is *equitable* at
 * theta when, N_i being the neurons that i reads and R_j those that read j,
 *
 *   sum over j in B and N_i of  r_j W_ij = g_i c_AB  for i in A,      b_i = g_i c_A,       (forward)
 *   sum over i in A and R_j of  g_i W_ij = r_j d_AB  for j in B,                           (backward)
 *   sum over j in B and N_i of  r_j²  is the same for all i in A,  sum over i in A and R_j of  g_i²  for all j in B,   (structure)
 *
 * where forward sums leave out neurons of value 0 (zero, and sigma(0) = 0), backward sums leave out unheard ones, structure leaves out both;
 * zero neurons with sigma(0) ≠ 0 act like a bias. The marks must be earned:
 *
 *   zero:     every neuron that i reads has value 0 and there is no bias; or i is unheard and its forward sums are 0;
 *   unheard:  every neuron that reads j is unheard (or none reads it); or j is zero and sigma'(0) = 0; or j has value 0 and its
 *             backward sums are 0.
 *
 * Then for every input and loss  h_j = r_j H_B  and  delta_i = g_i D_A  (induction over the layers, forth and back), so that
 * dW_ij/dt = -delta_i h_j  lies in the span V of the matrices  g_i r_j m_AB  with A heard and B not of value 0, and moving along V
 * keeps every equation (structure sees to it where blocks cross layers). Hence **theta + V is invariant** under gradient flow for every
 * data set and loss. The coarsest partition has the most marks: it is a greatest fixed point, found from above (refine.ts).
 *
 * Which gains keep the induction, by activation: g = r = 1 always; g = r = ±1 for odd ones; g = ±1, r = 1 for even ones;
 * g = r > 0 for positively homogeneous ones, g = ±r for those that are even too (|z|); g = r ≠ 0 for the identity.
 *
 * When all weights between two blocks are g_i r_j m_AB (no sums needed) theta lies in V itself: neuron condensation, the fixed
 * space of a symmetry (arXiv:2510.09564). Where only the sums agree, theta + V is a translate of V. Derived; docs/mathematics.md.
 */
import type { ActivationTraits } from "../../model/activations";
import { activationTraits } from "../../model/activations";
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { hiddenLayers, INPUT } from "../../model/network";

/** Neurons are numbered through: the inputs, then layer by layer. */
export interface Neurons {
  readonly network: Network;
  readonly blocks: readonly Block[];
  readonly count: number;
  /** Number of the first neuron of a source; `INPUT` is -1. */
  first(source: number): number;
  /** The layers that read a source. */
  readers(source: number): readonly number[];
  /** Of a hidden layer. */
  traits(layer: number): ActivationTraits;
}

/** Block number of neurons that are still: zero and unheard. */
export const STILL = -1;

export interface Partition {
  /** Per neuron its block, named by the number of its first member, the leader; or STILL. Inputs and outputs are blocks of their own. */
  readonly blockOf: Int32Array;
  /** Relative to the leader, whose gains are 1. */
  readonly gainIn: Float64Array;
  readonly gainOut: Float64Array;
  /** Marks: 1 where the pre-activation is 0 for every input … */
  readonly zero: Uint8Array;
  /** … and where no gradient arrives. Both: STILL. */
  readonly unheard: Uint8Array;
}

/** null for networks with layers that are not dense: their neurons cannot be exchanged. `traits` is for tests. */
export function neuronsOf(network: Network, traits?: ActivationTraits): Neurons | null {
  if (network.layers.some(({ type }) => type !== "dense")) return null;
  const firsts = [0];
  let count = network.inputs;
  for (const { units } of network.layers) {
    firsts.push(count);
    count += units;
  }
  const readers = [INPUT, ...network.layers.keys()].map((): number[] => []);
  network.layers.forEach(({ sources }, layer) => {
    for (const source of new Set(sources)) readers[source + 1].push(layer);
  });
  const own = network.layers.map(({ activation }) => traits ?? activationTraits(activation));
  return {
    network,
    blocks: blocksOf(network),
    count,
    first: (source) => firsts[source + 1],
    readers: (source) => readers[source + 1],
    traits: (layer) => own[layer],
  };
}

/** Every neuron a block of its own. */
export function discrete({ count }: Neurons): Partition {
  return {
    blockOf: Int32Array.from({ length: count }, (_, i) => i),
    gainIn: new Float64Array(count).fill(1),
    gainOut: new Float64Array(count).fill(1),
    zero: new Uint8Array(count),
    unheard: new Uint8Array(count),
  };
}

/** The layer of a hidden or output neuron, or INPUT. */
export function layerOf({ network, first }: Neurons, neuron: number): number {
  let layer = INPUT;
  while (layer + 1 < network.layers.length && neuron >= first(layer + 1)) layer++;
  return layer;
}

/** Does a neuron's value vanish for every input? */
export function isMute({ traits }: Neurons, { zero }: Partition, source: number, neuron: number): boolean {
  return source !== INPUT && zero[neuron] === 1 && traits(source).atZero === 0;
}

/** Number of blocks that a layer (or the inputs) leads whose neurons both move and are heard. */
export function movingBlocks(neurons: Neurons, { blockOf, zero, unheard }: Partition, source: number): number {
  let leaders = 0;
  eachOf(neurons, source, (i) => {
    if (blockOf[i] === i && zero[i] === 0 && unheard[i] === 0) leaders++;
  });
  return leaders;
}

/** dim V: per heard block one for each block it reads whose value is not 0, and one where something constant acts on it. */
export function dimensionOf(neurons: Neurons, partition: Partition): number {
  const { network } = neurons;
  const { blockOf, zero, unheard } = partition;
  const varying = [INPUT, ...network.layers.keys()].map((source) => {
    const blocks = new Set<number>();
    eachOf(neurons, source, (j) => {
      if (zero[j] === 0) blocks.add(blockOf[j]);
    });
    return blocks;
  });
  return network.layers.reduce((sum, { sources, bias }, layer) => {
    let heard = 0;
    eachOf(neurons, layer, (i) => {
      if (blockOf[i] === i && unheard[i] === 0) heard++;
    });
    if (heard === 0) return sum;
    const read = new Set(sources.flatMap((source) => [...varying[source + 1]]));
    const constant = bias || sources.some((source) => isConstantSource(neurons, partition, source));
    return sum + heard * (read.size + (constant ? 1 : 0));
  }, 0);
}

/** Has this layer neurons that stand at a constant other than 0? */
function isConstantSource(neurons: Neurons, { zero }: Partition, source: number): boolean {
  if (source === INPUT || neurons.traits(source).atZero === 0) return false;
  let constant = false;
  eachOf(neurons, source, (j) => {
    constant ||= zero[j] === 1;
  });
  return constant;
}

function eachOf({ network, first }: Neurons, source: number, visit: (neuron: number) => void): void {
  const start = first(source);
  const width = source === INPUT ? network.inputs : network.layers[source].units;
  for (let i = start; i < start + width; i++) visit(i);
}

/** Members of each block within a hidden layer, the first one leading unless the block began in an earlier layer; the still ones apart. */
export function membersOf(
  neurons: Neurons,
  { blockOf }: Partition,
  layer: number,
): { readonly groups: readonly (readonly number[])[]; readonly still: readonly number[] } {
  const groups = new Map<number, number[]>();
  const still: number[] = [];
  eachOf(neurons, layer, (i) => {
    if (blockOf[i] === STILL) still.push(i);
    else push(groups, blockOf[i], i);
  });
  return { groups: [...groups.values()], still };
}

/** Members of each block of hidden neurons, over all layers, the leader first. */
export function allGroups(neurons: Neurons, { blockOf }: Partition): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const layer of hiddenOf(neurons))
    eachOf(neurons, layer, (i) => {
      if (blockOf[i] !== STILL) push(groups, blockOf[i], i);
    });
  return [...groups.values()];
}

function push(groups: Map<number, number[]>, block: number, neuron: number): void {
  const group = groups.get(block);
  if (group === undefined) groups.set(block, [neuron]);
  else group.push(neuron);
}

/** Hidden layers, for loops over those whose neurons have a choice. */
export function hiddenOf({ network }: Neurons): readonly number[] {
  return hiddenLayers(network);
}

/** Operations of one pass over weights and neurons, about. */
export function passWork({ blocks, count }: Neurons): number {
  return blocks.reduce((sum, { rows, columns }) => sum + PER_WEIGHT * rows * columns, PER_NEURON * count);
}

/** Per weight the terms of three sums each way; per neuron its signature and its place in the order (measured). */
const PER_WEIGHT = 10;
const PER_NEURON = 5000;
