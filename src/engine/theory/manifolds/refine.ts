/**
 * Colour refinement: the coarsest equitable partition (partition.ts) of a network at theta, up to a tolerance.
 *
 * Begin with all hidden neurons zero and unheard, one block for each activation. Take back marks that are not earned and split blocks
 * whose members differ in what they receive from the blocks of the neighbouring layers, until nothing changes. What a neuron receives are
 * as many sums as there are blocks; two random combinations of them forward and two backward tell them apart (a random linear
 * form vanishes on a nonzero vector with probability 0), and one each for the structure, which is the same within a layer:
 *
 *   p_i = sum_j W_ij r_j x_block(j) + x_const b_i,     s_j = sum_i W_ij g_i y_block(i),     x, y Gaussian per block,
 *   q_i = sum_j r_j² x_block(j),                       t_j = sum_i g_i² y_block(i).
 *
 * Signs and gains are taken out first: an odd neuron's four sums are compared up to a common sign, an even neuron's p up to
 * sign, a homogeneous neuron's up to a factor. The result is only a proposal: inspect.ts checks it sum by sum.
 *
 * Cost: one pass over the weights per round and O(n log n) for sorting. Rounds: two or three, at most the number of neurons.
 * Sums of permuted or negated terms of equal neurons are formed in the same order, so that equal neurons get equal bits.
 */
import type { Paced } from "../../findings/progress";
import type { RandomStream } from "../../math/random/streams";
import { randomStream } from "../../math/random/streams";
import { activationText } from "../../model/activations";
import { INPUT, widthOf } from "../../model/network";
import type { Neurons, Partition } from "./partition";
import { discrete, hiddenOf, isMute, passWork, STILL } from "./partition";

/** Differences of p and s below this part of the terms' size are none. */
export interface RefineTolerance {
  readonly relative: number;
  /** Count as zero also what is below this part of the largest in the layer: for neurons that are nearly zero. */
  readonly ofLayer: number;
}

/** Every hidden neuron still. */
export function coarsest(neurons: Neurons): Partition {
  const start = discrete(neurons);
  for (const layer of hiddenOf(neurons)) {
    const first = neurons.first(layer);
    const end = first + neurons.network.layers[layer].units;
    for (const [list, value] of [
      [start.blockOf, STILL],
      [start.zero, 1],
      [start.unheard, 1],
    ] as const)
      list.fill(value, first, end);
  }
  return start;
}

/**
 * Splits until nothing is split any more: first by what comes from below alone, no gradient being taken to arrive anywhere, so that signs and
 * gains are known before sums from above depend on them; then by both.
 */
export function* refine(
  neurons: Neurons,
  theta: Float64Array,
  start: Partition,
  tolerance: RefineTolerance,
): Paced<Partition> {
  let partition = start;
  let round = 0;
  for (const phase of ["forward", "both"] as const)
    for (let before = -Infinity; ; round++) {
      const random = randomStream(round, "invariant manifolds");
      const next = splitOnce(neurons, theta, partition, tolerance, random, phase);
      yield passWork(neurons);
      const size = progress(next);
      if (size === before) break;
      before = size;
      partition = next;
    }
  return partition;
}

/** Grows with every split, and with every mark that is taken back. */
function progress({ blockOf, zero, unheard }: Partition): number {
  return blockOf.reduce((sum, block, neuron) => sum + (block === neuron ? 1 : 0) - zero[neuron] - unheard[neuron], 0);
}

/** What each neuron receives: two numbers forward, two backward, and the sizes of the terms they are sums of. */
interface Received {
  readonly numbers: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** Per layer: does anything act on it that is not 0, does anything heard read it, and its structure. */
  readonly layers: readonly LayerStructure[];
}

interface LayerStructure {
  reads: boolean;
  heard: boolean;
  q: number;
  t: number;
}

function receive(
  neurons: Neurons,
  theta: Float64Array,
  partition: Partition,
  random: RandomStream,
  phase: Phase,
): Received {
  const { network, blocks, count, first, traits } = neurons;
  const { blockOf, gainIn, gainOut, zero, unheard } = partition;
  const [p1, p2, s1, s2, forward, backward, x1, x2, y1, y2] = Array.from({ length: 10 }, () => new Float64Array(count));
  const colours = Array.from({ length: 4 }, () => Float64Array.from({ length: count + 1 }, () => random.normal()));
  const constant = count;
  const layers = network.layers.map((): LayerStructure => ({ reads: false, heard: false, q: 0, t: 0 }));
  for (const source of [INPUT, ...network.layers.keys()]) {
    const atZero = source === INPUT ? 0 : traits(source).atZero;
    let [reads, heard, q, t] = [false, false, 0, 0];
    for (let j = first(source); j < first(source) + widthOf(network, source); j++) {
      const block = zero[j] === 1 ? constant : blockOf[j];
      const value = zero[j] === 1 ? atZero : gainOut[j];
      x1[j] = value * colours[0][block];
      x2[j] = value * colours[1][block];
      if (!isMute(neurons, partition, source, j)) reads = true;
      q += value ** 2 * colours[0][block];
      if (source === INPUT || unheard[j] === 1 || phase === "forward") continue;
      heard = true;
      y1[j] = gainIn[j] * colours[2][blockOf[j]];
      y2[j] = gainIn[j] * colours[3][blockOf[j]];
      t += gainIn[j] ** 2 * colours[2][blockOf[j]];
    }
    for (const layer of neurons.readers(source)) {
      layers[layer].reads ||= reads;
      layers[layer].q += q;
    }
    if (source === INPUT) continue;
    if (network.layers[source].bias) {
      layers[source].reads = true;
      layers[source].q += colours[0][constant];
    }
    for (const read of network.layers[source].sources.filter((one) => one !== INPUT)) {
      layers[read].heard ||= heard;
      layers[read].t += t;
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
        if (from < 0 || phase === "forward") continue;
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
  return { numbers: [p1, p2, s1, s2], forward: forward.map(Math.sqrt), backward: backward.map(Math.sqrt), layers };
}

/** A neuron's sums without its gains, its layer's structure, and how far they may be off. */
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
  phase: Phase,
): Partition {
  const received = receive(neurons, theta, partition, random, phase);
  const next = discrete(neurons);
  const { blockOf, gainIn, gainOut, zero, unheard } = next;
  const buckets = new Map<string, Signature[]>();
  for (const layer of hiddenOf(neurons)) {
    const first = neurons.first(layer);
    const end = first + neurons.network.layers[layer].units;
    const largest = [received.forward, received.backward].map((sizes) =>
      sizes.subarray(first, end).reduce((a, b) => Math.max(a, b), 0),
    );
    // Neurons of one block have the same activation.
    const kind = activationText(neurons.network.layers[layer].activation);
    for (let neuron = first; neuron < end; neuron++) {
      const marks = marksOf(neurons, received, partition, layer, neuron, tolerance, largest, phase);
      if (marks.zero) zero[neuron] = 1;
      if (marks.unheard) unheard[neuron] = 1;
      if (marks.zero && marks.unheard) {
        blockOf[neuron] = STILL;
        continue;
      }
      const key = `${partition.blockOf[neuron]}/${kind}/${zero[neuron]}${unheard[neuron]}`;
      const signature = signatureOf(neurons, received, layer, neuron, tolerance, marks);
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [signature]);
      else bucket.push(signature);
    }
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
  return next;
}

/** Forward: what is unheard stays so. */
type Phase = "forward" | "both";

interface Marks {
  readonly zero: boolean;
  readonly unheard: boolean;
}

/** The marks that a neuron keeps (partition.ts). */
function marksOf(
  neurons: Neurons,
  { numbers, forward, backward, layers }: Received,
  partition: Partition,
  layer: number,
  neuron: number,
  { relative, ofLayer }: RefineTolerance,
  largest: readonly number[],
  phase: Phase,
): Marks {
  const [zero, unheard] = [partition.zero[neuron] === 1, partition.unheard[neuron] === 1];
  const isZero = (from: 0 | 2, size: number, most: number): boolean =>
    [numbers[from], numbers[from + 1]].every(
      (each) => Math.abs(each[neuron]) <= Math.max(relative * size, ofLayer * most),
    );
  const { reads, heard } = layers[layer];
  return {
    zero: zero && (!reads || (unheard && isZero(0, forward[neuron], largest[0]))),
    unheard:
      unheard &&
      (phase === "forward" ||
        !heard ||
        (zero && neurons.traits(layer).flatAtZero) ||
        (isMute(neurons, partition, layer, neuron) && isZero(2, backward[neuron], largest[1]))),
  };
}

function signatureOf(
  neurons: Neurons,
  { numbers, forward, backward, layers }: Received,
  layer: number,
  neuron: number,
  { relative }: RefineTolerance,
  marks: Marks,
): Signature {
  const traits = neurons.traits(layer);
  const mute = marks.zero && traits.atZero === 0;
  const raw = numbers.map((each) => each[neuron]);
  const [p, s] = [relative * forward[neuron], relative * backward[neuron]];
  const lead = raw.findIndex((x, k) => Math.abs(x) > (k < 2 ? p : s));
  const sign = lead >= 0 && raw[lead] < 0 ? -1 : 1;
  const size = traits.homogeneous ? Math.hypot(...raw) || 1 : 1;
  const structure = [marks.unheard ? 0 : layers[layer].q, mute ? 0 : layers[layer].t];
  const slack = [...[p, p, s, s].map((x) => x / size), ...structure.map((x) => relative * Math.abs(x))];
  const even = traits.parity === "even";
  const out = (traits.parity === "odd" ? sign : 1) * size;
  const flip = even && raw[0] < 0 ? -1 : 1;
  const sums = raw.map((x, k) => (k < 2 ? (flip * x) / out : x / out));
  return { neuron, numbers: [...sums, ...structure], slack, gainIn: flip * out, gainOut: out };
}

/** Groups in which the k-th numbers and those after it agree: sorted, and cut where two neighbours are apart. The first neuron leads. */
function clusters(members: readonly Signature[], k: number): (readonly Signature[])[] {
  if (members.length === 1) return [members];
  if (k === members[0].numbers.length) return [members.toSorted((a, b) => a.neuron - b.neuron)];
  const sorted = members.toSorted((a, b) => a.numbers[k] - b.numbers[k]);
  const groups: Signature[][] = [[sorted[0]]];
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1], sorted[i]];
    if (b.numbers[k] - a.numbers[k] > Math.max(a.slack[k], b.slack[k])) groups.push([]);
    groups[groups.length - 1].push(b);
  }
  return groups.flatMap((group) => clusters(group, k + 1));
}
