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
 * keeps every equation (structure sees to it where the members of a block read different neurons). Hence **theta + V is invariant** under gradient flow for every
 * data set and loss. The coarsest partition has the most marks: it is a greatest fixed point, found from above (refine.ts).
 *
 * Which gains keep the induction, by activation: g = r = 1 always; g = r = ±1 for odd ones; g = ±1, r = 1 for even ones;
 * g = r > 0 for positively homogeneous ones, g = ±r for those that are even too (|z|); g = r ≠ 0 for the identity.
 *
 * When all weights between two blocks are g_i r_j m_AB (no sums needed) theta lies in V itself: neuron condensation, the fixed
 * space of a symmetry (arXiv:2510.09564). Where only the sums agree, theta + V is a translate of V. Derived; docs/mathematics.md.
 */
import { INPUT } from "../../model/network";
import type { Neurons } from "./neurons";
import { eachInto, eachOf, hiddenOf, layerOf } from "./neurons";

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

/** Beside the numbers of blocks: the bias, and what stands at a constant. */
const CONSTANT = -2;

/** dim V: per heard block one for each block it reads whose value is not 0, and one where something constant acts on it. */
export function dimensionOf(neurons: Neurons, { blockOf, zero, unheard }: Partition): number {
  const known = new Map<number, number>();
  const termsOf = (reader: number): number => {
    const read = new Set<number>();
    eachInto(neurons, reader, (_, j) => {
      if (j !== null && zero[j] === 0) read.add(blockOf[j]);
      else if (j === null || neurons.traits(layerOf(neurons, j)).atZero !== 0) read.add(CONSTANT);
    });
    return read.size;
  };
  let dimension = 0;
  for (let i = neurons.network.inputs; i < neurons.count; i++) {
    if (blockOf[i] !== i || unheard[i] === 1) continue;
    const reader = neurons.readsLike(i);
    const terms = known.get(reader) ?? termsOf(reader);
    known.set(reader, terms);
    dimension += terms;
  }
  return dimension;
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

/** Adds to the list of a key: grown in place, since a group may be a whole layer. */
export function push<Key>(groups: Map<Key, number[]>, key: Key, neuron: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [neuron]);
  else group.push(neuron);
}
