/**
 * The network with one neuron per block that computes the same function. With leaders a of block A:
 *
 *   W'_AB = (s_A / s_B) sum over j in B of r_j W_aj,     b'_A = s_A b_a.
 *
 * In dense layers: for homogeneous activations s_A = (sum of the squared gains of A)^½ makes the weights' map an isometry (s = 1 for
 * inputs and outputs): the small network then also *trains* as the large one does, under gradient flow. For others s_A
 * = 1; the same trajectory needs the learning rate k_B / k_A on W'_AB (k members per block; k_A from the bias' 1/k_A),
 * or neurons k^½ sigma(z / k^½) with s_A = k_A^½. Derivation: docs/mathematics.md.
 *
 * Neurons that are zero or unheard (partition.ts) add nothing to the function and are left out, and so are layers that
 * lead no block: one of two parallel branches, or one that nothing reads.
 */
import type { Layer, Network } from "../../model/network";
import { blockKindOf } from "../../model/blocks";
import { parameterCount } from "../../model/compile";
import { INPUT, widthOf } from "../../model/network";
import type { Neurons } from "./neurons";
import { eachInto, layerOf, neuronsOf } from "./neurons";
import type { Partition } from "./partition";
import { allGroups, isMute } from "./partition";

export interface ReducedNetwork {
  readonly network: Network;
  readonly theta: Float64Array;
}

/**
 * null when nothing is left to read for a layer that stays, when a zero neuron acts as a bias, or when a layer would
 * read neurons that it did not read before (blocks that cross layers in another way than branches do), or has lost the
 * ones that it read (a channel of diagonal layers that ends on its way).
 */
export function reduceNetwork(neurons: Neurons, theta: Float64Array, partition: Partition): ReducedNetwork | null {
  const { network, traits } = neurons;
  const { blockOf, gainOut } = partition;
  const leaders = leadersOf(neurons, partition);
  const kept = [...network.layers.keys()].filter((layer) => leaders[layer].length > 0);
  const layers: Layer[] = [];
  for (const layer of kept) {
    const sources = reducedSources(neurons, partition, leaders, layer);
    if (sources === null || sources.length === 0) return null;
    const widths = sources.map((source) => (source === INPUT ? network.inputs : leaders[source].length));
    // A layer with the units of its source keeps them only where both shrink alike.
    if (blockKindOf(network.layers[layer]).oneSource !== null && widths.join() !== `${leaders[layer].length}`)
      return null;
    layers.push({
      ...network.layers[layer],
      units: leaders[layer].length,
      sources: sources.map((source) => (source === INPUT ? INPUT : kept.indexOf(source))),
    });
  }
  const scale = new Float64Array(neurons.count).fill(1);
  for (const [leader, ...others] of allGroups(neurons, partition))
    if (traits(layerOf(neurons, leader)).homogeneous)
      scale[leader] = Math.sqrt(others.reduce((sum, neuron) => sum + gainOut[neuron] ** 2, 1));
  const reduced: Network = { ...network, layers };
  const small = neuronsOf(reduced);
  if (small === null) return null;
  const result = new Float64Array(parameterCount(reduced));
  const placeOf = Int32Array.from({ length: neurons.count }, (_, j) => j);
  kept.forEach((layer, to) => {
    leaders[layer].forEach((leader, unit) => (placeOf[leader] = small.first(to) + unit));
  });
  const lost: number[] = [];
  for (const a of kept.flatMap((layer) => leaders[layer])) {
    const places = new Map<number | null, number>();
    eachInto(small, placeOf[a], (parameter, from) => places.set(from, parameter));
    eachInto(neurons, a, (parameter, j) => {
      if (j !== null && layerOf(neurons, j) !== INPUT && rests(partition, j)) return;
      const place = places.get(j === null ? null : placeOf[blockOf[j]]);
      if (place === undefined) lost.push(parameter);
      else if (j === null) result[place] = scale[a] * theta[parameter];
      else result[place] += (scale[a] / scale[blockOf[j]]) * gainOut[j] * theta[parameter];
    });
  }
  return lost.length > 0 ? null : { network: reduced, theta: result };
}

function rests({ zero, unheard }: Partition, neuron: number): boolean {
  return zero[neuron] === 1 || unheard[neuron] === 1;
}

/** Per layer the leaders of its blocks that move and are heard. */
function leadersOf(neurons: Neurons, partition: Partition): number[][] {
  return neurons.network.layers.map(({ units }, layer) =>
    Array.from({ length: units }, (_, unit) => neurons.first(layer) + unit).filter(
      (neuron) => partition.blockOf[neuron] === neuron && !rests(partition, neuron),
    ),
  );
}

/**
 * Where the leaders of what a layer reads are; null when that is not whole layers, or when something stands at a
 * constant.
 */
function reducedSources(
  neurons: Neurons,
  partition: Partition,
  leaders: readonly (readonly number[])[],
  layer: number,
): number[] | null {
  const read = new Set<number>();
  const homes = new Set<number>();
  for (const source of neurons.network.layers[layer].sources) {
    if (source === INPUT) {
      homes.add(INPUT);
      continue;
    }
    const start = neurons.first(source);
    for (let j = start; j < start + widthOf(neurons.network, source); j++) {
      if (rests(partition, j)) {
        if (partition.zero[j] === 1 && !isMute(neurons, partition, source, j)) return null;
        continue;
      }
      read.add(partition.blockOf[j]);
      homes.add(layerOf(neurons, partition.blockOf[j]));
    }
  }
  const whole = [...homes].every((home) => home === INPUT || leaders[home].every((leader) => read.has(leader)));
  return whole ? [...homes] : null;
}
