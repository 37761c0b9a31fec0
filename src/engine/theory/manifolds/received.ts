/**
 * What a neuron receives under a partition, block by block: the sums of partition.ts, with the sizes and numbers of
 * their terms.
 */
import { INPUT, widthOf } from "../../model/network";
import type { Neurons, Partition } from "./partition";
import { isMute } from "./partition";

/** Per block, named by its leader; at `count` what is constant (the bias, and neurons that stand at a constant). */
export interface Sums {
  readonly values: Float64Array;
  readonly sizes: Float64Array;
  readonly terms: Int32Array;
}

/** Reads what neurons receive, into the same arrays every time. */
export interface Reader {
  /** From below, from above. Neurons of value 0 below and unheard ones above are left out. */
  read(neuron: number): readonly [Sums, Sums];
  /** Per layer: is there anything below that is not 0, and anything above that is heard? */
  readonly reads: readonly boolean[];
  readonly heard: readonly boolean[];
  /** Per layer and block, the sums of squared gains that it reads, and that read it: how fast its sums move. */
  readonly below: readonly ReadonlyMap<number, number>[];
  readonly above: readonly ReadonlyMap<number, number>[];
}

export function readerOf(neurons: Neurons, theta: Float64Array, partition: Partition): Reader {
  const sums = [startSums(neurons.count), startSums(neurons.count)] as const;
  const below = neurons.network.layers.map(({ sources, bias }) => {
    const squares = new Map<number, number>(bias ? [[neurons.count, 1]] : []);
    for (const source of sources) addSquares(neurons, partition, source, "below", squares);
    return squares;
  });
  const above = neurons.network.layers.map((_, layer) => {
    const squares = new Map<number, number>();
    neurons.network.layers.forEach(({ sources }, reader) => {
      if (sources.includes(layer)) addSquares(neurons, partition, reader, "above", squares);
    });
    return squares;
  });
  return {
    read: (neuron) => {
      receivedBy(neurons, theta, partition, neuron, sums);
      return sums;
    },
    reads: below.map(({ size }) => size > 0),
    heard: above.map(({ size }) => size > 0),
    below,
    above,
  };
}

function addSquares(
  neurons: Neurons,
  partition: Partition,
  source: number,
  side: "below" | "above",
  into: Map<number, number>,
): void {
  const { blockOf, gainIn, gainOut, zero, unheard } = partition;
  const start = neurons.first(source);
  for (let j = start; j < start + widthOf(neurons.network, source); j++) {
    if (side === "below" ? isMute(neurons, partition, source, j) : unheard[j] === 1) continue;
    const stands = side === "below" && zero[j] === 1;
    const key = stands ? neurons.count : blockOf[j];
    const gain = stands ? neurons.traits(source).atZero : side === "below" ? gainOut[j] : gainIn[j];
    into.set(key, (into.get(key) ?? 0) + gain ** 2);
  }
}

function startSums(count: number): Sums {
  return { values: new Float64Array(count + 1), sizes: new Float64Array(count + 1), terms: new Int32Array(count + 1) };
}

function receivedBy(
  neurons: Neurons,
  theta: Float64Array,
  partition: Partition,
  neuron: number,
  into: readonly [Sums, Sums],
): void {
  const { blocks, count, first, network, traits } = neurons;
  const { blockOf, gainIn, gainOut, zero, unheard } = partition;
  const [below, above] = into;
  for (const { values, sizes, terms } of into) {
    values.fill(0);
    sizes.fill(0);
    terms.fill(0);
  }
  const add = ({ values, sizes, terms }: Sums, to: number, term: number): void => {
    values[to] += term;
    sizes[to] += Math.abs(term);
    terms[to]++;
  };
  for (const { layer, source, rows, columns, offset } of blocks) {
    const to = first(layer);
    if (neuron >= to && neuron < to + network.layers[layer].units) {
      const row = offset + (neuron - to) * columns;
      if (source === null) add(below, count, theta[row]);
      else
        for (let j = 0; j < columns; j++) {
          const from = first(source) + j;
          if (zero[from] === 0) add(below, blockOf[from], gainOut[from] * theta[row + j]);
          else if (source !== INPUT && traits(source).atZero !== 0)
            add(below, count, traits(source).atZero * theta[row + j]);
        }
    }
    if (source === null || neuron < first(source) || neuron >= first(source) + columns) continue;
    for (let i = 0; i < rows; i++)
      if (unheard[to + i] === 0)
        add(above, blockOf[to + i], gainIn[to + i] * theta[offset + i * columns + neuron - first(source)]);
  }
}
