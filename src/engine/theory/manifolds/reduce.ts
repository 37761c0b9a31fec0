/**
 * The network with one neuron per block that computes the same function. With leaders a of block A:
 *
 *   W'_AB = (s_A / s_B) sum over j in B of r_j W_aj,     b'_A = s_A b_a.
 *
 * For homogeneous activations s_A = (sum of the squared gains of A)^½ makes the weights' map an isometry (s = 1 for
 * inputs and outputs): the small network then also *trains* as the large one does, under gradient flow. For others s_A
 * = 1; the same trajectory needs the learning rate k_B / k_A on W'_AB (k members per block; k_A from the bias' 1/k_A),
 * or neurons k^½ sigma(z / k^½) with s_A = k_A^½. Derivation: docs/mathematics.md.
 *
 * Neurons that are zero or unheard (partition.ts) add nothing to the function and are left out, and so are layers that
 * lead no block: one of two parallel branches, or one that nothing reads.
 */
import type { Layer, Network } from "../../model/network";
import { blocksOf, parameterCount } from "../../model/compile";
import { INPUT, widthOf } from "../../model/network";
import type { Neurons, Partition } from "./partition";
import { allGroups, isMute, layerOf } from "./partition";

export interface ReducedNetwork {
  readonly network: Network;
  readonly theta: Float64Array;
}

/**
 * null when nothing is left to read for a layer that stays, when a zero neuron acts as a bias, or when a layer would
 * read neurons that it did not read before (blocks that cross layers in another way than branches do).
 */
export function reduceNetwork(neurons: Neurons, theta: Float64Array, partition: Partition): ReducedNetwork | null {
  const { network, first, traits } = neurons;
  const { blockOf, gainOut } = partition;
  const leaders = leadersOf(neurons, partition);
  const kept = [...network.layers.keys()].filter((layer) => leaders[layer].length > 0);
  const layers: Layer[] = [];
  for (const layer of kept) {
    const sources = reducedSources(neurons, partition, leaders, layer);
    if (sources === null || sources.length === 0) return null;
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
  const result = new Float64Array(parameterCount(reduced));
  const places = blocksOf(reduced);
  const position = new Float64Array(neurons.count);
  for (let j = 0; j < network.inputs; j++) position[j] = j;
  for (const own of leaders) own.forEach((leader, place) => (position[leader] = place));
  for (const { layer, source, columns, offset } of neurons.blocks) {
    const to = kept.indexOf(layer);
    if (to < 0) continue;
    leaders[layer].forEach((a, row) => {
      const from = offset + (a - first(layer)) * columns;
      if (source === null) {
        result[places.find((one) => one.layer === to && one.source === null)!.offset + row] = scale[a] * theta[from];
        return;
      }
      for (let j = 0; j < columns; j++) {
        const neuron = first(source) + j;
        if (source !== INPUT && rests(partition, neuron)) continue;
        const leader = blockOf[neuron];
        const home = layerOf(neurons, leader);
        const place = places.find(
          (one) => one.layer === to && one.source === (home === INPUT ? INPUT : kept.indexOf(home)),
        )!;
        result[place.offset + row * place.columns + position[leader]] +=
          (scale[a] / scale[leader]) * gainOut[neuron] * theta[from + j];
      }
    });
  }
  return { network: reduced, theta: result };
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
