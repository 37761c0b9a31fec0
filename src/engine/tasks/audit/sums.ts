/**
 * What is added up over the weights of a region while its tensor goes by (region.ts). X is the matrix of channels by lines.
 *
 *   squares      |x_j|², and the projection x_j · b of each channel onto a normal vector b: channels that are equal, opposite or
 *                proportional have projections that are, and others almost never (with probability 1 in exact arithmetic)
 *   table        X Xᵀ, of few channels: X is gathered, multiplied and forgotten
 *   sketch       X Xᵀ Z for a normal Z of k columns, of many channels: Y = Xᵀ Z in a first pass over the tensor, X Y in a second;
 *                E |S z|² = ‖S‖_F², and the mean of k of them, m, is at least ‖S‖_F² (1 − 2 √(x/k)) with probability 1 − e^{−x}
 *                (Laurent & Massart, Ann. Stat. 28, 2000, Lemma 1): so ‖S‖_F² ≤ m / (1 − 2 √(x/k))
 *
 * All are linear in X Xᵀ but the projections, so what they say of S = Σ ± X Xᵀ and of its changes is their sum.
 */
import { randomStream } from "../../math/random/streams";
import { takeChunk, type Region, type TakeRun } from "./region";

/** Columns of Z. */
export const PROBES = 32;
/** x above: the bound fails with probability e^{−3} < 5 %. */
const CONFIDENCE = 3;
/** ‖S‖_F is at most so many times the root of the mean of |S z|², with that probability. */
export const SKETCH_FACTOR = 1 / Math.sqrt(1 - 2 * Math.sqrt(CONFIDENCE / PROBES));

/** Channels whose table is made. */
export const LARGEST_TABLE = 128;
/** Weights that are gathered for one table: 32 MB. */
export const MOST_GATHERED = 2 ** 22;

/** Takes the chunks of a tensor, in their order. */
export interface Sum {
  readonly passes: 1 | 2;
  /** `pass`: from 0. */
  chunk(values: Float64Array, from: number, pass: number): void;
}

export interface Squares extends Sum {
  readonly squares: Float64Array;
  readonly projections: Float64Array;
}

export function squaresOf(region: Region): Squares {
  const b = normals("lines", region.lines);
  const squares = new Float64Array(region.channels);
  const projections = new Float64Array(region.channels);
  const alongLines: TakeRun = (v, at, stride, count, j, _, c, dc) => {
    let sum = 0;
    let projection = 0;
    if (stride === 1 && dc === 1) {
      // Two at a time, each into sums of its own: a sum waits for the one before it.
      let sum1 = 0;
      let projection1 = 0;
      const end = at + (count & ~1);
      let l = c;
      for (let k = at; k < end; k += 2, l += 2) {
        const x = v[k];
        const y = v[k + 1];
        sum += x * x;
        sum1 += y * y;
        projection += x * b[l];
        projection1 += y * b[l + 1];
      }
      if ((count & 1) === 1) {
        sum += v[end] * v[end];
        projection += v[end] * b[l];
      }
      sum += sum1;
      projection += projection1;
    } else
      for (let i = 0, k = at, l = c; i < count; i++, k += stride, l += dc) {
        sum += v[k] * v[k];
        projection += v[k] * b[l];
      }
    squares[j] += sum;
    projections[j] += projection;
  };
  const acrossChannels: TakeRun = (v, at, stride, count, j, dj, c) => {
    const bc = b[c];
    if (stride === 1 && dj === 1)
      for (let k = at, l = j; k < at + count; k++, l++) {
        const x = v[k];
        squares[l] += x * x;
        projections[l] += x * bc;
      }
    else
      for (let i = 0, k = at, l = j; i < count; i++, k += stride, l += dj) {
        squares[l] += v[k] * v[k];
        projections[l] += v[k] * bc;
      }
  };
  return {
    passes: 1,
    squares,
    projections,
    chunk: (values, from) =>
      takeChunk(region, values, from, (v, at, stride, count, j, dj, c, dc) =>
        (dj === 0 ? alongLines : acrossChannels)(v, at, stride, count, j, dj, c, dc),
      ),
  };
}

/** The weights themselves, of one line for each channel. */
export function entriesSum(region: Region, into: Float64Array): Sum {
  return {
    passes: 1,
    chunk: (values, from) =>
      takeChunk(region, values, from, (v, at, stride, count, j, dj) => {
        for (let i = 0; i < count; i++) into[j + i * dj] = v[at + i * stride];
      }),
  };
}

/** Adds X Xᵀ to a table of channels by channels. */
export function tableSum(region: Region, table: () => Float64Array): Sum {
  const { channels, lines } = region;
  let gathered: Float64Array | null = null;
  let missing = channels * lines;
  return {
    passes: 1,
    chunk(values, from) {
      if (missing === 0) return;
      takeChunk(region, values, from, (v, at, stride, count, j, dj, c, dc) => {
        const x = (gathered ??= new Float64Array(channels * lines));
        for (let i = 0; i < count; i++) x[(j + i * dj) * lines + c + i * dc] = v[at + i * stride];
        missing -= count;
      });
      if (missing > 0 || gathered === null) return;
      addGram(gathered, channels, lines, table());
      gathered = null;
    },
  };
}

/** Adds X Xᵀ Z to `into` (channels by probes). */
export function sketchSum(region: Region, sketch: () => Float64Array): Sum {
  const k = PROBES;
  let y: Float64Array | null = null;
  return {
    passes: 2,
    chunk: (values, from, pass) => {
      const [z, into] = [normals("probes", region.channels * k), sketch()];
      const products = (y ??= new Float64Array(region.lines * k));
      takeChunk(region, values, from, (v, at, stride, count, j, dj, c, dc) => {
        const [source, target] = pass === 0 ? [z, products] : [products, into];
        for (let i = 0; i < count; i++) {
          const x = v[at + i * stride];
          const [channel, line] = [(j + i * dj) * k, (c + i * dc) * k];
          const [s, t] = pass === 0 ? [channel, line] : [line, channel];
          for (let p = 0; p < k; p++) target[t + p] += x * source[s + p];
        }
      });
    },
  };
}

/** The mean of |S z|² over the probes. */
export function meanSquare(sketch: Float64Array): number {
  let sum = 0;
  for (const value of sketch) sum += value * value;
  return sum / PROBES;
}

function addGram(x: Float64Array, n: number, lines: number, table: Float64Array): void {
  for (let j = 0; j < n; j++)
    for (let k = j; k < n; k++) {
      let sum = 0;
      for (let c = 0, a = j * lines, b = k * lines; c < lines; c++) sum += x[a + c] * x[b + c];
      table[j * n + k] += sum;
      if (k > j) table[k * n + j] += sum;
    }
}

const MADE = new Map<string, Float64Array>();

/** The first `count` normal numbers of a stream of their own; made once. */
function normals(label: string, count: number): Float64Array {
  const known = MADE.get(label);
  if (known !== undefined && known.length >= count) return known;
  const stream = randomStream(0, `audit ${label}`);
  const made = Float64Array.from({ length: count }, () => stream.normal());
  MADE.set(label, made);
  return made;
}
