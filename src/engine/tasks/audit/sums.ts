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
import type { Desk } from "./desk";
import { takeChunk, type Region } from "./region";

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
  /** Before the first chunk: room on the desk for what is added up there. */
  begin?(desk: Desk): void;
  /** `values`: at the beginning of the desk. `pass`: from 0. */
  chunk(values: Float64Array, from: number, pass: number): void;
  /** After the last: what is on the desk is forgotten. */
  end?(): void;
}

export interface Squares extends Sum {
  /** Of all of the region. */
  readonly squares: Float64Array;
  readonly projections: Float64Array;
}

export function squaresOf(region: Region): Squares {
  const { channels, lines } = region;
  const squares = new Float64Array(channels);
  const projections = new Float64Array(channels);
  const [near, far] = [normals("lines", Math.min(lines, PERIOD)), normals("periods", Math.ceil(lines / PERIOD))];
  const factorOf = (line: number): number => near[line % PERIOD] * far[Math.floor(line / PERIOD)];
  let desk: Desk | null = null;
  let [s, p, b, one] = [0, 0, 0, 0];
  /** Weights of channel j that lie one after the other, as their lines do. */
  const row = ({ kernel }: Desk, at: number, count: number, j: number, c: number): void => {
    for (let done = 0; done < count;) {
      const line = (c + done) % PERIOD;
      const n = Math.min(count - done, PERIOD - line);
      const { numbers } = kernel;
      numbers[one] = 0;
      numbers[one + 1] = 0;
      kernel.along(at + done, n, b + line, one);
      numbers[s + j] += numbers[one];
      numbers[p + j] += far[Math.floor((c + done) / PERIOD)] * numbers[one + 1];
      done += n;
    }
  };
  return {
    passes: 1,
    squares,
    projections,
    begin(on) {
      desk = on;
      [s, p, b, one] = [on.take(channels), on.take(channels), on.take(near.length), on.take(2)];
      on.kernel.numbers.set(near.subarray(0, Math.min(lines, PERIOD)), b);
    },
    chunk(values, from) {
      if (desk === null) return;
      const on = desk;
      const { kernel } = on;
      const { numbers } = kernel;
      takeChunk(region, values, from, (_, at, stride, count, j, dj, c, dc) => {
        if (stride === 1 && dj === 0 && dc === 1) row(on, at, count, j, c);
        else if (stride === 1 && dj === 1 && dc === 0) kernel.across(at, count, s + j, p + j, factorOf(c));
        else
          for (let i = 0, k = at, channel = j, line = c; i < count; i++, k += stride, channel += dj, line += dc) {
            numbers[s + channel] += numbers[k] * numbers[k];
            numbers[p + channel] += numbers[k] * factorOf(line);
          }
      });
    },
    end() {
      if (desk === null) return;
      const { numbers } = desk.kernel;
      squares.set(numbers.subarray(s, s + channels));
      projections.set(numbers.subarray(p, p + channels));
      desk = null;
    },
  };
}

/** Of b there are as many numbers of its own; b_c is the product of two, so that it is short however many lines there are. */
const PERIOD = 2 ** 14;

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
