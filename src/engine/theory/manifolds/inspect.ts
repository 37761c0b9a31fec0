/**
 * Does a partition hold at theta, sum by sum? The proposals of refine.ts are checked here, and their distance is measured.
 *
 * A member i of block A receives f_i(B) = sum over j in B of r_j W_ij from every block B below, its bias, and
 * sum over k in C of g_k W_ki from every block C above. Compared with its leader's, times its gain:
 *   *exactly* where the sum has one term and the gain is ±1: the very doubles must agree;
 *   else within (terms + 8) u (sum of the terms' sizes), what rounding may leave (Higham, Accuracy and Stability, section 4.2).
 *
 * Distance from theta to the set of all points where the partition holds, its gains given: with f_i(B) divided by the norm of the
 * gains of B,  distance² = sum over A, i in A of |f_i - g_i mean_A|²,  mean_A = sum g_i f_i / sum g_i² (orthogonal projection).
 *
 * Cost: one pass over the weights of neurons that share a block. A block of one neuron has nothing to check.
 */
import type { Neurons, Partition } from "./partition";
import { hiddenOf, membersOf, STILL } from "./partition";

/** Unit roundoff of a double. */
const UNIT = 2 ** -53;
/** Roundings besides those of the sum: of the gain, the product, the user's own arithmetic. */
const ALLOWANCE = 8;

export interface Inspection {
  /** Neurons that do not belong where the partition puts them. */
  readonly misfits: readonly number[];
  /** The gains of homogeneous neurons, taken from the weights themselves. */
  readonly partition: Partition;
  /** Distance from theta to where the partition holds, and the norm of all weights of the neurons that share a block. */
  readonly distance: number;
  readonly norm: number;
}

/** What a neuron receives, block by block. */
interface Sums {
  readonly values: Float64Array;
  readonly sizes: Float64Array;
  readonly terms: Int32Array;
}

/** `near`: a neuron fits when it is off by at most this part of its own weights; 0: see above. */
export function inspect(neurons: Neurons, theta: Float64Array, given: Partition, near: number): Inspection {
  return inspectGiven(neurons, theta, withOwnGains(neurons, theta, given), near);
}

/** Distance of theta from where the partition holds with the gains it has, relative to the norm of the weights concerned. */
export function distanceFrom(neurons: Neurons, theta: Float64Array, partition: Partition): number {
  const { distance, norm } = inspectGiven(neurons, theta, partition, 0);
  return distance / (norm || 1);
}

function inspectGiven(neurons: Neurons, theta: Float64Array, partition: Partition, near: number): Inspection {
  const misfits: number[] = [];
  let [squares, total] = [0, 0];
  const reader = readerOf(neurons, theta, partition);
  for (const layer of hiddenOf(neurons)) {
    const { groups, still } = membersOf(neurons, partition, layer);
    const judged = [
      ...groups.filter(({ length }) => length > 1).flatMap((members) => judgeGroup(reader, members)),
      ...still.map((neuron) => judgeStill(reader, neuron, neurons.traits(layer).flatAtZero)),
    ];
    for (const { neuron, fits, off, own } of judged) {
      // Whether a neuron is nearly still was decided by its layer's size; here it is only measured.
      const isNear = partition.blockOf[neuron] === STILL || Math.sqrt(off) <= near * Math.sqrt(own);
      if (near > 0 ? !isNear : !fits) misfits.push(neuron);
      squares += off;
      total += own;
    }
  }
  return { misfits, partition, distance: Math.sqrt(squares), norm: Math.sqrt(total) };
}

interface Judgement {
  readonly neuron: number;
  readonly fits: boolean;
  /** Squares of its distance and of its weights. */
  readonly off: number;
  readonly own: number;
}

/** Reads what neurons receive, into the same arrays every time. */
interface Reader {
  readonly partition: Partition;
  /** From below, from above. */
  read(neuron: number): readonly [Sums, Sums];
  /** Norms of the gains by which the blocks below and above act. */
  readonly norms: readonly [Float64Array, Float64Array];
}

function readerOf(neurons: Neurons, theta: Float64Array, partition: Partition): Reader {
  const sums = [startSums(neurons.count), startSums(neurons.count)] as const;
  return {
    partition,
    read: (neuron) => {
      receivedBy(neurons, theta, partition, neuron, sums);
      return sums;
    },
    norms: [blockNorms(partition, partition.gainOut), blockNorms(partition, partition.gainIn)],
  };
}

function judgeGroup({ partition: { gainIn, gainOut }, read, norms }: Reader, members: readonly number[]): Judgement[] {
  const sides = [gainIn, gainOut];
  const leader = read(members[0]).map(({ values, sizes }) => ({ values: values.slice(), sizes: sizes.slice() }));
  const mean = leader.map(({ values }) => new Float64Array(values.length));
  const weights = sides.map((gains) => members.reduce((sum, neuron) => sum + gains[neuron] ** 2, 0));
  for (const neuron of members)
    read(neuron).forEach(({ values }, side) => {
      const part = sides[side][neuron] / weights[side];
      for (let k = 0; k < values.length; k++) mean[side][k] += part * values[k];
    });
  // The mean of equal numbers may be rounded; their distance is 0 all the same.
  let same = true as boolean;
  const judged = members.map((neuron): Judgement => {
    let [fits, off, own] = [true, 0, 0];
    read(neuron).forEach(({ values, sizes, terms }, side) => {
      const gain = sides[side][neuron];
      for (let k = 0; k < values.length; k++) {
        if (terms[k] === 0) continue;
        const difference = Math.abs(values[k] - gain * leader[side].values[k]);
        if (difference > 0) same = false;
        const exact = terms[k] === 1 && Math.abs(gain) === 1;
        if (
          difference > (exact ? 0 : (terms[k] + ALLOWANCE) * UNIT * (sizes[k] + Math.abs(gain) * leader[side].sizes[k]))
        )
          fits = false;
        off += ((values[k] - gain * mean[side][k]) / norms[side][k]) ** 2;
        own += (values[k] / norms[side][k]) ** 2;
      }
    });
    return { neuron, fits, off, own };
  });
  return same ? judged.map((one) => ({ ...one, off: 0 })) : judged;
}

function judgeStill({ read, norms }: Reader, neuron: number, flatAtZero: boolean): Judgement {
  let [fits, off, own] = [true, 0, 0];
  read(neuron).forEach(({ values, sizes, terms }, side) => {
    for (let k = 0; k < values.length; k++) {
      const value = Math.abs(values[k]);
      own += sizes[k] ** 2;
      if (side === 1 && flatAtZero) continue;
      if (value > (terms[k] === 1 ? 0 : (terms[k] + ALLOWANCE) * UNIT * sizes[k])) fits = false;
      off += (value / norms[side][k]) ** 2;
    }
  });
  return { neuron, fits, off, own };
}

/** Norms of the gains of each block; 1 where there is none (the constant that biases multiply). */
function blockNorms({ blockOf }: Partition, gains: Float64Array): Float64Array {
  const squares = new Float64Array(blockOf.length + 1);
  blockOf.forEach((block, neuron) => {
    if (block !== STILL) squares[block] += gains[neuron] ** 2;
  });
  return squares.map((x) => (x === 0 ? 1 : Math.sqrt(x)));
}

function startSums(count: number): Sums {
  return { values: new Float64Array(count + 1), sizes: new Float64Array(count + 1), terms: new Int32Array(count + 1) };
}

/** From below (the bias, and what is still and constant, last) and from above. */
function receivedBy(
  neurons: Neurons,
  theta: Float64Array,
  { blockOf, gainIn, gainOut }: Partition,
  neuron: number,
  into: readonly [Sums, Sums],
): void {
  const { blocks, count, first, network, traits } = neurons;
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
          if (blockOf[from] !== STILL) add(below, blockOf[from], gainOut[from] * theta[row + j]);
          else if (source >= 0 && traits(source).atZero !== 0)
            add(below, count, traits(source).atZero * theta[row + j]);
        }
    }
    if (source === null || neuron < first(source) || neuron >= first(source) + columns) continue;
    for (let i = 0; i < rows; i++)
      if (blockOf[to + i] !== STILL)
        add(above, blockOf[to + i], gainIn[to + i] * theta[offset + i * columns + neuron - first(source)]);
  }
}

/** Of homogeneous neurons the gains are ratios of weights: where their leader's sum is largest. */
function withOwnGains(neurons: Neurons, theta: Float64Array, partition: Partition): Partition {
  if (hiddenOf(neurons).every((layer) => !neurons.traits(layer).homogeneous)) return partition;
  const [gainIn, gainOut] = [partition.gainIn.slice(), partition.gainOut.slice()];
  const reader = readerOf(neurons, theta, partition);
  for (const layer of hiddenOf(neurons)) {
    if (!neurons.traits(layer).homogeneous) continue;
    for (const members of membersOf(neurons, partition, layer).groups) {
      if (members.length === 1) continue;
      const leader = reader.read(members[0]).map(({ values }) => values.slice());
      let [side, at] = [0, 0];
      leader.forEach((values, s) =>
        values.forEach((value, k) => {
          if (Math.abs(value) > Math.abs(leader[side][at])) [side, at] = [s, k];
        }),
      );
      for (const neuron of members.slice(1)) {
        const ratio = reader.read(neuron)[side].values[at] / leader[side][at];
        gainIn[neuron] = gainOut[neuron] = Number.isFinite(ratio) && ratio !== 0 ? ratio : 1;
      }
    }
  }
  return { ...partition, gainIn, gainOut };
}
