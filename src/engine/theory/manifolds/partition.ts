/**
 * Equitable partitions of a network's neurons, and the invariant manifold that each stands for.
 *
 * Every neuron j has an activation h_j and a derivative delta_j of the loss by its pre-activation. A partition of each hidden
 * layer into blocks, with gains g_j (incoming) and r_j (outgoing) of the neurons, is *equitable* at theta when
 *
 *   sum over j in B of  r_j W_ij = g_i c_AB  for i in A,      b_i = g_i c_A,       (forward)
 *   sum over i in A of  g_i W_ij = r_j d_AB  for j in B,                           (backward)
 *
 * inputs and outputs being blocks of their own. Then for every input and loss  h_j = r_j H_B  and  delta_i = g_i D_A  (induction
 * over the layers, forth and back), so that  dW_ij/dt = -delta_i h_j  lies in the span V of the matrices  g_i r_j m_AB, and
 * moving along V keeps both equations. Hence **theta + V is invariant** under gradient flow for every data set and loss; its
 * dimension is the number of parameters of the network with one neuron per block.
 *
 * Which gains keep the induction, by activation: g = r = 1 always; g = r = ±1 for odd ones; g = ±1, r = 1 for even ones;
 * g = r > 0 for positively homogeneous ones; g = r ≠ 0 for the identity. A further block per layer may be *still*:
 * h_j = sigma(0) and delta_j = 0 for all its members, so that their incoming weights never move. It needs incoming sums 0
 * and one of: sigma'(0) = 0; or sigma(0) = 0 and outgoing sums 0. If sigma(0) = 0 the outgoing weights do not move either; else
 * they move together, as a bias.
 *
 * When all weights between two blocks are g_i r_j m_AB (no sums needed) theta lies in V itself: neuron condensation, the fixed
 * space of a symmetry (arXiv:2510.09564). Where only the sums agree, theta + V is a translate of V. Derived; docs/mathematics.md.
 */
import type { ActivationTraits } from "../../model/activations";
import { activationTraits } from "../../model/activations";
import type { Block, Network } from "../../model/network";
import { blocksOf, hiddenLayers, INPUT } from "../../model/network";

/** Neurons are numbered through: the inputs, then layer by layer. */
export interface Neurons {
  readonly network: Network;
  readonly blocks: readonly Block[];
  readonly count: number;
  /** Number of the first neuron of a source; `INPUT` is -1. */
  first(source: number): number;
  /** Of a hidden layer. */
  traits(layer: number): ActivationTraits;
}

/** Block number of neurons that are still. */
export const STILL = -1;

export interface Partition {
  /** Per neuron its block, named by the number of its first member, the leader; or STILL. Inputs and outputs are blocks of their own. */
  readonly blockOf: Int32Array;
  /** Relative to the leader, whose gains are 1. */
  readonly gainIn: Float64Array;
  readonly gainOut: Float64Array;
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
  const own = network.layers.map(({ activation }) => traits ?? activationTraits(activation));
  return {
    network,
    blocks: blocksOf(network),
    count,
    first: (source) => firsts[source + 1],
    traits: (layer) => own[layer],
  };
}

/** Can neurons of this layer be still? */
export function mayBeStill({ atZero, flatAtZero }: ActivationTraits): boolean {
  return atZero === 0 || flatAtZero;
}

/** Every neuron a block of its own. */
export function discrete({ count }: Neurons): Partition {
  return {
    blockOf: Int32Array.from({ length: count }, (_, i) => i),
    gainIn: new Float64Array(count).fill(1),
    gainOut: new Float64Array(count).fill(1),
  };
}

/** Number of blocks of a layer (or of the inputs), without the still one. */
export function movingBlocks({ first, network }: Neurons, { blockOf }: Partition, source: number): number {
  const width = source === INPUT ? network.inputs : network.layers[source].units;
  let leaders = 0;
  for (let i = first(source); i < first(source) + width; i++) if (blockOf[i] === i) leaders++;
  return leaders;
}

/** dim V: per pair of blocks one, and one per block where something constant acts on it. */
export function dimensionOf(neurons: Neurons, partition: Partition): number {
  const { network, first, traits } = neurons;
  const moving = new Map(
    [INPUT, ...network.layers.keys()].map((source) => [source, movingBlocks(neurons, partition, source)]),
  );
  const isConstant = (source: number): boolean =>
    source !== INPUT &&
    traits(source).atZero !== 0 &&
    partition.blockOf.subarray(first(source), first(source) + network.layers[source].units).includes(STILL);
  return network.layers.reduce((sum, { sources, bias }, layer) => {
    const each =
      sources.reduce((total, source) => total + (moving.get(source) ?? 0), 0) +
      (bias || sources.some(isConstant) ? 1 : 0);
    return sum + (moving.get(layer) ?? 0) * each;
  }, 0);
}

/** Members of each block of a hidden layer, the first one leading; the still ones apart. */
export function membersOf(
  neurons: Neurons,
  { blockOf }: Partition,
  layer: number,
): { readonly groups: readonly (readonly number[])[]; readonly still: readonly number[] } {
  const start = neurons.first(layer);
  const groups = new Map<number, number[]>();
  const still: number[] = [];
  for (let i = start; i < start + neurons.network.layers[layer].units; i++) {
    const block = blockOf[i];
    if (block === STILL) still.push(i);
    else {
      const group = groups.get(block);
      if (group === undefined) groups.set(block, [i]);
      else group.push(i);
    }
  }
  return { groups: [...groups.values()], still };
}

/** Hidden layers, for loops over those whose neurons have a choice. */
export function hiddenOf({ network }: Neurons): readonly number[] {
  return hiddenLayers(network);
}
