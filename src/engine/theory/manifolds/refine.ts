/**
 * Colour refinement: the coarsest equitable partition (partition.ts) of a network at theta, up to a tolerance.
 *
 * Begin with all hidden neurons zero and unheard, one block for each activation. Take back marks that are not earned and split blocks
 * whose members differ in what they receive from the blocks of the neighbouring layers, until nothing changes. What a neuron receives are
 * as many sums as there are blocks; two random combinations of them forward and two backward tell them apart (a random linear
 * form vanishes on a nonzero vector with probability 0), and one each for the structure, which is the same within a dense layer:
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
import type { Neurons } from "./neurons";
import { hiddenOf, passWork } from "./neurons";
import type { Partition } from "./partition";
import { discrete, isMute, STILL } from "./partition";
import type { Phase, Received } from "./random-sums";
import { receive } from "./random-sums";

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

interface Marks {
  readonly zero: boolean;
  readonly unheard: boolean;
}

/** The marks that a neuron keeps (partition.ts). */
function marksOf(
  neurons: Neurons,
  { numbers, forward, backward, reads, heard }: Received,
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
  return {
    zero: zero && (reads[neuron] === 0 || (unheard && isZero(0, forward[neuron], largest[0]))),
    unheard:
      unheard &&
      (phase === "forward" ||
        heard[neuron] === 0 ||
        (zero && neurons.traits(layer).flatAtZero) ||
        (isMute(neurons, partition, layer, neuron) && isZero(2, backward[neuron], largest[1]))),
  };
}

function signatureOf(
  neurons: Neurons,
  { numbers, forward, backward, q, t }: Received,
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
  const structure = [marks.unheard ? 0 : q[neuron], mute ? 0 : t[neuron]];
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
