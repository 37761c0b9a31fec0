/**
 * Does a partition hold at theta, sum by sum? The proposals of refine.ts are checked here, and their distance is
 * measured.
 *
 * A member i of block A receives f_i(B) = sum over j in B of r_j W_ij from every block B below, its bias, and
 * sum over k in C of g_k W_ki from every block C above. Compared with its leader's, times its gain:
 *   *exactly* where the sum has one term and the gain is ±1: the very doubles must agree;
 *   else within (terms + 8) u (sum of the terms' sizes), what rounding may leave (Higham, Accuracy and Stability,
 *   section 4.2).
 * Unheard neurons need no sums from above, zero ones sums 0 from below where they need any (partition.ts). Where the
 * members of a block do not read the same neurons, or are not read by the same ones, the squared gains of those must agree.
 *
 * Distance from theta to the set of all points where the partition holds, its gains given: with f_i(B) divided by the
 * norm of the gains of B,  distance² = sum over A, i in A of |f_i - g_i mean_A|²,  mean_A = sum g_i f_i / sum g_i²
 * (orthogonal projection). Where blocks cross layers, forward and backward differences may share a part, which is then
 * counted twice.
 *
 * Cost: one pass over the weights of neurons that share a block. A block of one neuron has nothing to check but its
 * marks.
 */
import type { Neurons } from "./neurons";
import { hiddenOf, layerOf } from "./neurons";
import type { Partition } from "./partition";
import { allGroups, isMute, STILL } from "./partition";
import type { Reader as Received, Squares, Sums } from "./received";
import { clear, readerOf as receivedOf, startSums } from "./received";

/** Unit roundoff of a double. */
const UNIT = 2 ** -53;
/** Roundings besides those of the sum: of the gain, the product, the user's own arithmetic. */
const ALLOWANCE = 8;
/** Of sums of squared gains: ratios of weights have a few roundings each. */
const STRUCTURE_TOLERANCE = 1e-12;

export interface Inspection {
  /** Neurons that do not belong where the partition puts them. */
  readonly misfits: readonly number[];
  /** Of these, the ones whose marks are not earned. */
  readonly unearned: { readonly zero: readonly number[]; readonly unheard: readonly number[] };
  /** The gains of homogeneous neurons, taken from the weights themselves. */
  readonly partition: Partition;
  /**
   * Distance from theta to where the partition holds, and the norm of all weights of the neurons that share a block.
   */
  readonly distance: number;
  readonly norm: number;
}

/** `near`: a neuron fits when it is off by at most this part of its own weights; 0: see above. */
export function inspect(neurons: Neurons, theta: Float64Array, given: Partition, near: number): Inspection {
  return inspectGiven(neurons, theta, withOwnGains(neurons, theta, given), near);
}

/**
 * Distance of theta from where the partition holds with the gains it has, relative to the norm of the weights
 * concerned.
 */
export function distanceFrom(neurons: Neurons, theta: Float64Array, partition: Partition): number {
  const { distance, norm } = inspectGiven(neurons, theta, partition, 0);
  return distance / (norm || 1);
}

function inspectGiven(neurons: Neurons, theta: Float64Array, partition: Partition, near: number): Inspection {
  const misfits: number[] = [];
  const unearned = { zero: [] as number[], unheard: [] as number[] };
  let [squares, total] = [0, 0];
  const reader = readerOf(neurons, theta, partition);
  const marked: Judgement[] = [];
  for (const layer of hiddenOf(neurons)) {
    const start = neurons.first(layer);
    for (let i = start; i < start + neurons.network.layers[layer].units; i++)
      if (partition.zero[i] === 1 || partition.unheard[i] === 1) marked.push(judgeMarks(reader, layer, i));
  }
  const groups = allGroups(neurons, partition).filter(({ length }) => length > 1);
  for (const { neuron, fits, off, own, loses = [] } of [
    ...marked,
    ...groups.flatMap((members) => judgeGroup(reader, members)),
  ]) {
    // Whether a neuron is nearly still was decided by its layer's size; here it is only measured.
    const isNear = partition.blockOf[neuron] === STILL || (fits === "near" && Math.sqrt(off) <= near * Math.sqrt(own));
    if (near > 0 ? fits === "no" || (fits === "near" && !isNear) : fits !== "yes") {
      misfits.push(neuron);
      for (const mark of loses) unearned[mark].push(neuron);
    }
    squares += off;
    total += own;
  }
  return { misfits: [...new Set(misfits)], unearned, partition, distance: Math.sqrt(squares), norm: Math.sqrt(total) };
}

interface Judgement {
  readonly neuron: number;
  /** `near`: sums differ by more than rounding; `no`: whatever the weights. */
  readonly fits: "yes" | "near" | "no";
  /** Squares of its distance and of its weights. */
  readonly off: number;
  readonly own: number;
  readonly loses?: readonly ("zero" | "unheard")[];
}

interface Reader {
  readonly neurons: Neurons;
  readonly partition: Partition;
  readonly received: Received;
  /**
   * Norms of the gains by which the blocks below and above act on a neuron; at what is constant 1. In the same arrays
   * every time.
   */
  norms(neuron: number): readonly [Float64Array, Float64Array];
  /** Of a group, below and above: what its leader receives, and the mean of what its members do. Empty between groups. */
  readonly leader: readonly [Sums, Sums];
  readonly mean: readonly [Sums, Sums];
}

function readerOf(neurons: Neurons, theta: Float64Array, partition: Partition): Reader {
  const received = receivedOf(neurons, theta, partition);
  const normsIn = (): ((squares: Squares) => Float64Array) => {
    const norms = new Float64Array(neurons.count + 1).fill(1);
    let shown: Squares = new Map();
    return (squares) => {
      if (squares === shown) return norms;
      for (const block of shown.keys()) norms[block] = 1;
      for (const [block, square] of squares) if (block !== neurons.count) norms[block] = Math.sqrt(square);
      shown = squares;
      return norms;
    };
  };
  const [below, above] = [normsIn(), normsIn()];
  return {
    neurons,
    partition,
    received,
    norms: (neuron) => [below(received.below(neuron)), above(received.above(neuron))],
    leader: [startSums(neurons.count), startSums(neurons.count)],
    mean: [startSums(neurons.count), startSums(neurons.count)],
  };
}

/** Are the marks of this neuron earned? */
function judgeMarks({ neurons, partition, received, norms }: Reader, layer: number, neuron: number): Judgement {
  const [zero, unheard] = [partition.zero[neuron] === 1, partition.unheard[neuron] === 1];
  const mute = isMute(neurons, partition, layer, neuron);
  const flat = zero && neurons.traits(layer).flatAtZero;
  const ofSums = [zero && received.below(neuron).size > 0, unheard && received.above(neuron).size > 0 && !flat];
  let [fits, off, own]: [Judgement["fits"], number, number] = ["yes", 0, 0];
  const loses: ("zero" | "unheard")[] = [];
  if (ofSums[0] && !unheard) loses.push("zero");
  if (ofSums[1] && !mute) loses.push("unheard");
  if (loses.length > 0) return { neuron, fits: "no", off, own, loses };
  const divisors = norms(neuron);
  received.read(neuron).forEach(({ blocks, values, sizes, terms }, side) => {
    if (!ofSums[side]) return;
    for (const k of blocks) {
      if (Math.abs(values[k]) > (terms[k] === 1 ? 0 : (terms[k] + ALLOWANCE) * UNIT * sizes[k])) {
        fits = "near";
        loses.push(side === 0 ? "zero" : "unheard");
      }
      const square = (values[k] / divisors[side][k]) ** 2;
      off += square;
      own += square;
    }
  });
  return { neuron, fits, off, own, loses };
}

function judgeGroup(reader: Reader, members: readonly number[]): Judgement[] {
  const { partition, received, norms, leader, mean } = reader;
  const sides = [partition.gainIn, partition.gainOut];
  const needed = [partition.zero[members[0]] === 0, partition.unheard[members[0]] === 0];
  received.read(members[0]).forEach((sums, side) => {
    copy(sums, leader[side]);
  });
  const weights = sides.map((gains) => members.reduce((sum, neuron) => sum + gains[neuron] ** 2, 0));
  for (const neuron of members)
    received.read(neuron).forEach(({ blocks, values }, side) => {
      const part = sides[side][neuron] / weights[side];
      for (const k of blocks) {
        if (mean[side].terms[k]++ === 0) mean[side].blocks.push(k);
        mean[side].values[k] += part * values[k];
      }
    });
  // The mean of equal numbers may be rounded; their distance is 0 all the same.
  let same = true as boolean;
  const judged = members.map((neuron): Judgement => {
    let [fits, off, own]: [Judgement["fits"], number, number] = ["yes", 0, 0];
    if (!sameStructure(reader, neuron, members[0])) fits = "no";
    const divisors = norms(neuron);
    received.read(neuron).forEach(({ blocks, values, sizes, terms }, side) => {
      if (!needed[side]) return;
      const gain = sides[side][neuron];
      const compare = (k: number): void => {
        const difference = Math.abs(values[k] - gain * leader[side].values[k]);
        if (difference > 0) same = false;
        const most = Math.max(terms[k], leader[side].terms[k]);
        const exact = most === 1 && Math.abs(gain) === 1;
        const allowed = exact ? 0 : (most + ALLOWANCE) * UNIT * (sizes[k] + Math.abs(gain) * leader[side].sizes[k]);
        if (difference > allowed && fits === "yes") fits = "near";
        off += ((values[k] - gain * mean[side].values[k]) / divisors[side][k]) ** 2;
        own += (values[k] / divisors[side][k]) ** 2;
      };
      for (const k of blocks) compare(k);
      for (const k of leader[side].blocks) if (terms[k] === 0) compare(k);
    });
    return { neuron, fits, off, own };
  });
  for (const sums of [...leader, ...mean]) clear(sums);
  return same ? judged.map((one) => ({ ...one, off: 0 })) : judged;
}

function copy({ blocks, values, sizes, terms }: Sums, into: Sums): void {
  for (const k of blocks) {
    into.blocks.push(k);
    [into.values[k], into.sizes[k], into.terms[k]] = [values[k], sizes[k], terms[k]];
  }
}

/**
 * Do the sums of a neuron move at the pace of its leader's? Squared gains are sums of ones, or as exact as the gains of
 * homogeneous neurons.
 */
function sameStructure({ neurons, partition, received }: Reader, neuron: number, leader: number): boolean {
  const agree = (one: Squares, other: Squares): boolean =>
    one === other ||
    (one.size === other.size &&
      [...one].every(([block, square]) => Math.abs(square - (other.get(block) ?? 0)) <= STRUCTURE_TOLERANCE * square));
  return (
    (partition.unheard[neuron] === 1 || agree(received.below(leader), received.below(neuron))) &&
    (isMute(neurons, partition, layerOf(neurons, neuron), neuron) ||
      agree(received.above(leader), received.above(neuron)))
  );
}

/** Of homogeneous neurons the gains are ratios of weights: where their leader's sum is largest. */
function withOwnGains(neurons: Neurons, theta: Float64Array, partition: Partition): Partition {
  const homogeneous = (neuron: number): boolean => neurons.traits(layerOf(neurons, neuron)).homogeneous;
  if (hiddenOf(neurons).every((layer) => !neurons.traits(layer).homogeneous)) return partition;
  const [gainIn, gainOut] = [partition.gainIn.slice(), partition.gainOut.slice()];
  const received = receivedOf(neurons, theta, partition);
  for (const members of allGroups(neurons, partition)) {
    if (members.length === 1 || !homogeneous(members[0])) continue;
    const even = neurons.traits(layerOf(neurons, members[0])).parity === "even";
    let [side, at, largest] = [0, 0, 0];
    received.read(members[0]).forEach(({ blocks, values }, s) => {
      for (const k of blocks) if (Math.abs(values[k]) > Math.abs(largest)) [side, at, largest] = [s, k, values[k]];
    });
    for (const neuron of members.slice(1)) {
      const found = received.read(neuron)[side].values[at] / largest;
      const ratio = Number.isFinite(found) && found !== 0 ? found : 1;
      gainOut[neuron] = even ? Math.abs(ratio) : ratio;
      gainIn[neuron] = even ? Math.sign(partition.gainIn[neuron]) * Math.abs(ratio) : ratio;
    }
  }
  return { ...partition, gainIn, gainOut };
}
