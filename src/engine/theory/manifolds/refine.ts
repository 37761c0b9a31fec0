/**
 * Colour refinement: the coarsest equitable partition (partition.ts) of a network at theta, up to a tolerance.
 *
 * Begin with one block per hidden layer: still where that is possible, else moving. Then split blocks whose members differ in
 * what they receive from the blocks of the neighbouring layers, until none is split any more. What a neuron receives are as many
 * sums as there are blocks; two random combinations of them forward and two backward tell them apart (a random linear form
 * vanishes on a nonzero vector with probability 0):
 *
 *   p_i = sum_j W_ij r_j x_block(j) + x_const b_i,     s_j = sum_i W_ij g_i y_block(i),     x, y Gaussian per block.
 *
 * Signs and gains are taken out first: an odd neuron's four numbers are compared up to a common sign, an even neuron's p up to
 * sign, a homogeneous neuron's up to a factor. The result is only a proposal: inspect.ts checks it sum by sum.
 *
 * Cost: one pass over the weights per round and O(n log n) for sorting. Rounds: two or three, at most the number of neurons.
 * Sums of permuted or negated terms of equal neurons are formed in the same order, so that equal neurons get equal bits.
 */
import type { RandomStream } from "../../math/random/streams";
import { randomStream } from "../../math/random/streams";
import { INPUT } from "../../model/network";
import type { Neurons, Partition } from "./partition";
import { discrete, hiddenOf, mayBeStill, STILL } from "./partition";

/** Differences of p and s below this part of the terms' size are none. */
export interface RefineTolerance {
  readonly relative: number;
  /** Count as zero also what is below this part of the largest in the layer: for neurons that are nearly zero. */
  readonly ofLayer: number;
}

/** All hidden neurons of a layer together. */
export function coarsest(neurons: Neurons): Partition {
  const start = discrete(neurons);
  for (const layer of hiddenOf(neurons)) {
    const first = neurons.first(layer);
    const block = mayBeStill(neurons.traits(layer)) ? STILL : first;
    start.blockOf.fill(block, first, first + neurons.network.layers[layer].units);
  }
  return start;
}

/** Splits until nothing is split any more. */
export function refine(neurons: Neurons, theta: Float64Array, start: Partition, tolerance: RefineTolerance): Partition {
  let partition = start;
  let before = -Infinity;
  for (let round = 0; ; round++) {
    const next = splitOnce(neurons, theta, partition, tolerance, randomStream(round, "invariant manifolds"));
    const size = progress(next);
    if (size === before) return next;
    before = size;
    partition = next;
  }
}

/** Grows with every split. */
function progress({ blockOf }: Partition): number {
  return blockOf.reduce((sum, block, neuron) => sum + (block === neuron ? 1 : block === STILL ? -1 : 0), 0);
}

/** What each neuron receives: two numbers forward, two backward, and the sizes of the terms they are sums of. */
interface Received {
  readonly numbers: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  readonly forward: Float64Array;
  readonly backward: Float64Array;
}

function receive(
  { network, blocks, count, first, traits }: Neurons,
  theta: Float64Array,
  { blockOf, gainIn, gainOut }: Partition,
  random: RandomStream,
): Received {
  const make = (): Float64Array => new Float64Array(count);
  const [p1, p2, s1, s2, forward, backward, x1, x2, y1, y2] = [
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
    make(),
  ];
  const colours = Array.from({ length: 4 }, () => Float64Array.from({ length: count + 1 }, () => random.normal()));
  const constant = count;
  for (const source of [INPUT, ...network.layers.keys()]) {
    const atZero = source === INPUT ? 0 : traits(source).atZero;
    const width = source === INPUT ? network.inputs : network.layers[source].units;
    for (let j = first(source); j < first(source) + width; j++) {
      const block = blockOf[j];
      x1[j] = block === STILL ? atZero * colours[0][constant] : gainOut[j] * colours[0][block];
      x2[j] = block === STILL ? atZero * colours[1][constant] : gainOut[j] * colours[1][block];
      y1[j] = block === STILL ? 0 : gainIn[j] * colours[2][block];
      y2[j] = block === STILL ? 0 : gainIn[j] * colours[3][block];
    }
  }
  for (const { layer, source, rows, columns, offset } of blocks) {
    const to = first(layer);
    const from = source === null ? -1 : first(source);
    for (let i = 0; i < rows; i++) {
      const [d1, d2] = [y1[to + i], y2[to + i]];
      let [sum1, sum2, squares] = [0, 0, 0];
      for (let j = 0; j < columns; j++) {
        const w = theta[offset + i * columns + j];
        const a = w * (from < 0 ? colours[0][constant] : x1[from + j]);
        sum1 += a;
        sum2 += w * (from < 0 ? colours[1][constant] : x2[from + j]);
        squares += a * a;
        if (from < 0) continue;
        const b = w * d1;
        s1[from + j] += b;
        s2[from + j] += w * d2;
        backward[from + j] += b * b;
      }
      p1[to + i] += sum1;
      p2[to + i] += sum2;
      forward[to + i] += squares;
    }
  }
  return { numbers: [p1, p2, s1, s2], forward: forward.map(Math.sqrt), backward: backward.map(Math.sqrt) };
}

/** A neuron's four numbers without its gains, and how far they may be off. */
interface Signature {
  readonly neuron: number;
  readonly numbers: readonly number[];
  readonly slack: readonly number[];
  readonly gainIn: number;
  readonly gainOut: number;
}

function splitOnce(
  neurons: Neurons,
  theta: Float64Array,
  partition: Partition,
  tolerance: RefineTolerance,
  random: RandomStream,
): Partition {
  const received = receive(neurons, theta, partition, random);
  const next = discrete(neurons);
  const { blockOf, gainIn, gainOut } = next;
  for (const layer of hiddenOf(neurons)) {
    const first = neurons.first(layer);
    const end = first + neurons.network.layers[layer].units;
    const largest = [received.forward, received.backward].map((sizes) =>
      sizes.subarray(first, end).reduce((a, b) => Math.max(a, b), 0),
    );
    const buckets = new Map<number, Signature[]>();
    for (let neuron = first; neuron < end; neuron++) {
      const signature = signatureOf(neurons, received, layer, neuron, tolerance, largest);
      if (signature === null && partition.blockOf[neuron] === STILL) {
        blockOf[neuron] = STILL;
        continue;
      }
      const one = signature ?? { neuron, numbers: [0, 0, 0, 0], slack: [0, 0, 0, 0], gainIn: 1, gainOut: 1 };
      const bucket = buckets.get(partition.blockOf[neuron]);
      if (bucket === undefined) buckets.set(partition.blockOf[neuron], [one]);
      else bucket.push(one);
    }
    for (const bucket of buckets.values())
      for (const group of clusters(bucket, 0)) {
        const [leader] = group;
        for (const one of group) {
          blockOf[one.neuron] = leader.neuron;
          gainIn[one.neuron] = one.gainIn / leader.gainIn;
          gainOut[one.neuron] = one.gainOut / leader.gainOut;
        }
      }
  }
  return next;
}

/** null when the neuron is still. */
function signatureOf(
  neurons: Neurons,
  { numbers, forward, backward }: Received,
  layer: number,
  neuron: number,
  { relative, ofLayer }: RefineTolerance,
  largest: readonly number[],
): Signature | null {
  const traits = neurons.traits(layer);
  const raw = numbers.map((each) => each[neuron]);
  const [p, s] = [relative * forward[neuron], relative * backward[neuron]];
  const isZero = (from: number, slack: number, most: number): boolean =>
    Math.abs(raw[from]) <= Math.max(slack, ofLayer * most) &&
    Math.abs(raw[from + 1]) <= Math.max(slack, ofLayer * most);
  if (mayBeStill(traits) && isZero(0, p, largest[0]) && (traits.flatAtZero || isZero(2, s, largest[1]))) return null;
  const lead = raw.findIndex((x, k) => Math.abs(x) > (k < 2 ? p : s));
  const sign = lead >= 0 && raw[lead] < 0 ? -1 : 1;
  const size = traits.homogeneous ? Math.hypot(...raw) || 1 : 1;
  const slack = [p, p, s, s].map((x) => x / size);
  if (traits.parity === "even") {
    const flip = raw[0] < 0 ? -1 : 1;
    return { neuron, numbers: raw.map((x, k) => (k < 2 ? flip * x : x)), slack, gainIn: flip, gainOut: 1 };
  }
  const gain = (traits.parity === "odd" ? sign : 1) * size;
  return { neuron, numbers: raw.map((x) => x / gain), slack, gainIn: gain, gainOut: gain };
}

/** Groups in which the k-th numbers and those after it agree: sorted, and cut where two neighbours are apart. The first neuron leads. */
function clusters(members: readonly Signature[], k: number): (readonly Signature[])[] {
  if (members.length === 1) return [members];
  if (k === 4) return [members.toSorted((a, b) => a.neuron - b.neuron)];
  const sorted = members.toSorted((a, b) => a.numbers[k] - b.numbers[k]);
  const groups: Signature[][] = [[sorted[0]]];
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1], sorted[i]];
    if (b.numbers[k] - a.numbers[k] > Math.max(a.slack[k], b.slack[k])) groups.push([]);
    groups[groups.length - 1].push(b);
  }
  return groups.flatMap((group) => clusters(group, k + 1));
}
