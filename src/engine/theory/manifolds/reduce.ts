/**
 * The network with one neuron per block that computes the same function. With leaders a of block A:
 *
 *   W'_AB = (s_A / s_B) sum over j in B of r_j W_aj,     b'_A = s_A b_a.
 *
 * For homogeneous activations s_A = (sum of the squared gains of A)^½ makes the weights' map an isometry (s = 1 for inputs and
 * outputs): the small network then also *trains* as the large one does, under gradient flow. For others s_A = 1; the
 * same trajectory needs the learning rate k_B / k_A on W'_AB (k members per block; k_A from the bias' 1/k_A), or neurons
 * k^½ sigma(z / k^½) with s_A = k_A^½. Derivation: docs/mathematics.md.
 */
import type { Network } from "../../model/network";
import { blocksOf, INPUT, parameterCount } from "../../model/network";
import type { Neurons, Partition } from "./partition";
import { membersOf, STILL } from "./partition";

export interface ReducedNetwork {
  readonly network: Network;
  readonly theta: Float64Array;
}

/** null when a layer has no moving neuron left, or a still one acts as a bias where there is none. */
export function reduceNetwork(neurons: Neurons, theta: Float64Array, partition: Partition): ReducedNetwork | null {
  const { network, first, traits } = neurons;
  const { blockOf, gainOut } = partition;
  const last = network.layers.length - 1;
  const leaders = new Map<number, readonly number[]>([[INPUT, Array.from({ length: network.inputs }, (_, j) => j)]]);
  const scale = new Float64Array(neurons.count).fill(1);
  for (const [layer, { units }] of network.layers.entries()) {
    const { groups, still } = membersOf(neurons, partition, layer);
    if (groups.length === 0 || (layer < last && still.length > 0 && traits(layer).atZero !== 0)) return null;
    leaders.set(
      layer,
      layer === last ? Array.from({ length: units }, (_, i) => first(layer) + i) : groups.map(([leader]) => leader),
    );
    if (layer < last && traits(layer).homogeneous)
      for (const [leader, ...others] of groups)
        scale[leader] = Math.sqrt(others.reduce((sum, neuron) => sum + gainOut[neuron] ** 2, 1));
  }
  const reduced: Network = {
    ...network,
    layers: network.layers.map((layer, index) => ({ ...layer, units: leaders.get(index)!.length })),
  };
  const result = new Float64Array(parameterCount(reduced));
  const small = blocksOf(reduced);
  neurons.blocks.forEach(({ layer, source, columns, offset }, index) => {
    const rows = leaders.get(layer)!;
    const into = small[index];
    const position = new Map(source === null ? [] : leaders.get(source)!.map((leader, column) => [leader, column]));
    rows.forEach((a, row) => {
      const from = offset + (a - first(layer)) * columns;
      if (source === null) result[into.offset + row] = scale[a] * theta[from];
      else
        for (let j = 0; j < columns; j++) {
          const neuron = first(source) + j;
          const leader = blockOf[neuron];
          if (leader !== STILL)
            result[into.offset + row * into.columns + position.get(leader)!] +=
              (scale[a] / scale[leader]) * gainOut[neuron] * theta[from + j];
        }
    });
  });
  return { network: reduced, theta: result };
}
