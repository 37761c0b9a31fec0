/**
 * What a neuron receives under a partition, block by block: the sums of partition.ts, with the sizes and numbers of
 * their terms.
 */
import { INPUT } from "../../model/network";
import type { Neurons } from "./neurons";
import { eachInto, eachOutOf, layerOf } from "./neurons";
import type { Partition } from "./partition";
import { isMute } from "./partition";

/** Per block, named by its leader; at `count` what is constant (the bias, and neurons that stand at a constant). */
export interface Sums {
  /** The blocks that have terms, each once. Of all others the numbers are 0: few neurons touch many blocks. */
  readonly blocks: number[];
  readonly values: Float64Array;
  readonly sizes: Float64Array;
  readonly terms: Int32Array;
}

/** Per block, the sum of squared gains of those of its neurons that this one reads, or that read it: how fast sums move. */
export type Squares = ReadonlyMap<number, number>;

/** Reads what neurons receive, into the same arrays every time. */
export interface Reader {
  /** From below, from above. Neurons of value 0 below and unheard ones above are left out. */
  read(neuron: number): readonly [Sums, Sums];
  /** Empty: nothing below that is not 0. Neurons that read the same ones get the very same map. */
  below(neuron: number): Squares;
  /** Empty: nothing above that is heard. */
  above(neuron: number): Squares;
}

export function readerOf(neurons: Neurons, theta: Float64Array, partition: Partition): Reader {
  const sums = [startSums(neurons.count), startSums(neurons.count)] as const;
  const [below, above] = [new Map<number, Squares>(), new Map<number, Squares>()];
  return {
    read: (neuron) => {
      receivedBy(neurons, theta, partition, neuron, sums);
      return sums;
    },
    below: (neuron) => known(below, neurons.readsLike(neuron), (one) => squaresBelow(neurons, partition, one)),
    above: (neuron) => known(above, neurons.isReadLike(neuron), (one) => squaresAbove(neurons, partition, one)),
  };
}

function known(all: Map<number, Squares>, neuron: number, compute: (neuron: number) => Squares): Squares {
  const found = all.get(neuron) ?? compute(neuron);
  all.set(neuron, found);
  return found;
}

function squaresBelow(neurons: Neurons, partition: Partition, neuron: number): Squares {
  const { blockOf, gainOut, zero } = partition;
  const squares = new Map<number, number>();
  eachInto(neurons, neuron, (_, j) => {
    if (j === null) return addTo(squares, neurons.count, 1);
    const source = layerOf(neurons, j);
    if (isMute(neurons, partition, source, j)) return;
    if (zero[j] === 1) addTo(squares, neurons.count, neurons.traits(source).atZero);
    else addTo(squares, blockOf[j], gainOut[j]);
  });
  return squares;
}

function squaresAbove(neurons: Neurons, { blockOf, gainIn, unheard }: Partition, neuron: number): Squares {
  const squares = new Map<number, number>();
  eachOutOf(neurons, neuron, (_, i) => {
    if (unheard[i] === 0) addTo(squares, blockOf[i], gainIn[i]);
  });
  return squares;
}

function addTo(squares: Map<number, number>, key: number, gain: number): void {
  squares.set(key, (squares.get(key) ?? 0) + gain ** 2);
}

export function startSums(count: number): Sums {
  const zeros = (): Float64Array => new Float64Array(count + 1);
  return { blocks: [], values: zeros(), sizes: zeros(), terms: new Int32Array(count + 1) };
}

function receivedBy(
  neurons: Neurons,
  theta: Float64Array,
  { blockOf, gainIn, gainOut, zero, unheard }: Partition,
  neuron: number,
  into: readonly [Sums, Sums],
): void {
  const { count, traits } = neurons;
  const [below, above] = into;
  into.forEach(clear);
  const add = ({ blocks, values, sizes, terms }: Sums, to: number, term: number): void => {
    if (terms[to]++ === 0) blocks.push(to);
    values[to] += term;
    sizes[to] += Math.abs(term);
  };
  neurons.into(neuron, (parameter, step, from, length) => {
    if (from === null) return add(below, count, theta[parameter]);
    const source = layerOf(neurons, from);
    const atZero = source === INPUT ? 0 : traits(source).atZero;
    for (let k = 0; k < length; k++) {
      const j = from + k;
      if (zero[j] === 0) add(below, blockOf[j], gainOut[j] * theta[parameter + k * step]);
      else if (atZero !== 0) add(below, count, atZero * theta[parameter + k * step]);
    }
  });
  neurons.outOf(neuron, (parameter, step, to, length) => {
    for (let k = 0; k < length; k++)
      if (unheard[to + k] === 0) add(above, blockOf[to + k], gainIn[to + k] * theta[parameter + k * step]);
  });
}

/** Empties sums, at the cost of what they hold. */
export function clear({ blocks, values, sizes, terms }: Sums): void {
  for (const block of blocks) values[block] = sizes[block] = terms[block] = 0;
  blocks.length = 0;
}
