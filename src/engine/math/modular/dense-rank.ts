/**
 * Rank of a dense matrix over GF(p) by blocked elimination with delayed reduction.
 *
 * Columns are taken in panels of BLOCK. Inside a panel, ordinary elimination with row exchanges finds k <= BLOCK pivots
 * and the multipliers L of every row. The rest of the matrix then needs one update for the whole panel: the pivot rows
 * U <- L_11^{-1} U (a triangular solve), and every other row C <- C - L_21 U: k products per entry and one reduction
 * (kernel.ts), which is nearly all of the work: rows * columns * rank / 3 multiplications for a square matrix.
 */
import { OPERATIONS_BETWEEN_PAUSES, type Progress } from "../../findings/progress";
import { inverse, reduce } from "./field";
import type { ModularKernel } from "./kernel";
import { LANE, modularKernel } from "./kernel";

const STAGE = "Eliminating modulo a prime";
const BLOCK = 64;
/** What a multiplication of the kernel costs, in operations (measured: 2000 x 2000 takes 0.8 s). */
const KERNEL_COST = 0.3;

/** Operations of `denseRank`, at most. */
export function denseRankWork(rows: number, columns: number): number {
  const rank = Math.min(rows, columns);
  return KERNEL_COST * rank * (rows * columns - ((rows + columns) * rank) / 2 + rank ** 2 / 3);
}

export interface DenseRankInput {
  readonly rows: number;
  readonly columns: number;
  readonly prime: number;
  /** Writes row i (residues, length columns) into `target`. Called once for each row, in order. */
  readonly fill: (i: number, target: Float64Array) => void;
  /** Operations of one `fill`. */
  readonly fillWork: number;
}

/** `kernel` is for tests; by default the fastest there is. Memory: rows * columns doubles. */
export function* denseRank(
  { rows, columns, prime: p, fill, fillWork }: DenseRankInput,
  kernelFor: (length: number, p: number) => ModularKernel = modularKernel,
): Generator<Progress, number> {
  const stride = Math.ceil(columns / LANE) * LANE + BLOCK;
  // After the rows: one spare row that takes the second half of an odd pair, and room for two rows of multipliers.
  const kernel = kernelFor((rows + 1) * stride + 2 * BLOCK, p);
  const a = kernel.numbers;
  let work = 0;
  for (let i = 0; i < rows; i++) {
    fill(i, a.subarray(i * stride, i * stride + columns));
    work += fillWork;
    if (work < OPERATIONS_BETWEEN_PAUSES) continue;
    work = 0;
    yield { stage: STAGE, fraction: 0 };
  }
  let rank = 0;
  for (let from = 0; from < columns && rank < rows; from += BLOCK) {
    const width = Math.min(BLOCK, columns - from);
    work += (rows - rank) * width ** 2;
    const pivots = factorPanel(a, stride, rows, rank, from, width, p);
    const next = from + width;
    if (pivots > 0 && next < columns) {
      solvePivotRows(kernel, stride, rank, pivots, from, next, columns, p);
      work += (columns - next) * pivots ** 2;
      for (let i = rank + pivots; i < rows; i += 2) {
        updatePair(kernel, stride, rows, i, rank, pivots, from, next, columns);
        work += 2 * KERNEL_COST * (columns - next) * pivots;
        if (work < OPERATIONS_BETWEEN_PAUSES) continue;
        work = 0;
        yield { stage: STAGE, fraction: next / columns };
      }
    }
    rank += pivots;
  }
  return rank;
}

/**
 * Eliminates inside the panel, column by column and each as late as possible: a column is brought up to date by one sum
 * of products and one reduction per row. Afterwards the panel columns from + t of a row hold p minus its multiplier of
 * pivot t. Returns the number of pivots.
 */
function factorPanel(
  a: Float64Array,
  stride: number,
  rows: number,
  rank: number,
  from: number,
  width: number,
  p: number,
): number {
  const pivotColumn = new Float64Array(BLOCK);
  const values = new Float64Array(rows);
  let found = 0;
  for (let column = from; column < from + width && rank + found < rows; column++) {
    for (let s = 0; s < found; s++) {
      const row = (rank + s) * stride;
      pivotColumn[s] = reduce(a[row + column] + sumOfProducts(a, row + from, pivotColumn, s), p);
    }
    let pivot = -1;
    for (let i = rows - 1; i >= rank + found; i--) {
      const row = i * stride;
      values[i] = reduce(a[row + column] + sumOfProducts(a, row + from, pivotColumn, found), p);
      if (values[i] !== 0) pivot = i;
    }
    if (pivot < 0) continue;
    const top = rank + found;
    if (pivot !== top) {
      a.subarray(top * stride, (top + 1) * stride).set(swapRows(a, pivot * stride, top * stride, stride));
      swapEntries(values, pivot, top);
    }
    const scale = p - inverse(values[top], p);
    for (let i = top + 1; i < rows; i++)
      a[i * stride + from + found] = values[i] === 0 ? 0 : reduce(values[i] * scale, p);
    found++;
  }
  return found;
}

/** a[at …] · b[0 …], n terms. */
function sumOfProducts(a: Float64Array, at: number, b: Float64Array, n: number): number {
  let [even, odd] = [0, 0];
  const pairs = n - (n % 2);
  for (let t = 0; t < pairs; t += 2) {
    even += a[at + t] * b[t];
    odd += a[at + t + 1] * b[t + 1];
  }
  return pairs < n ? even + odd + a[at + pairs] * b[pairs] : even + odd;
}

/** Copies row `to` over row `from` and returns what stood in `from`. */
function swapRows(a: Float64Array, from: number, to: number, stride: number): Float64Array {
  const kept = a.slice(from, from + stride);
  a.copyWithin(from, to, to + stride);
  return kept;
}

function swapEntries(a: Float64Array, i: number, j: number): void {
  const kept = a[i];
  a[i] = a[j];
  a[j] = kept;
}

/** U <- L_11^{-1} U on columns start … of the pivot rows, row after row. */
function solvePivotRows(
  kernel: ModularKernel,
  stride: number,
  rank: number,
  pivots: number,
  from: number,
  start: number,
  columns: number,
  p: number,
): void {
  const a = kernel.numbers;
  for (let t = 1; t < pivots; t++) {
    const row = (rank + t) * stride;
    for (let s = 0; s < t; s++) {
      const factor = a[row + from + s];
      if (factor === 0) continue;
      const source = (rank + s) * stride;
      for (let j = start; j < columns; j++) a[row + j] += factor * a[source + j];
    }
    for (let j = start; j < columns; j++) a[row + j] = reduce(a[row + j], p);
  }
}

/** C <- C - L U for rows i and i + 1 on columns start … (the end of a panel, hence a multiple of LANE). */
function updatePair(
  kernel: ModularKernel,
  stride: number,
  rows: number,
  i: number,
  rank: number,
  pivots: number,
  from: number,
  start: number,
  columns: number,
): void {
  const a = kernel.numbers;
  const multipliers = (rows + 1) * stride;
  const pair = i + 1 < rows;
  for (let t = 0; t < pivots; t++) {
    a[multipliers + t] = a[i * stride + from + t];
    a[multipliers + pivots + t] = pair ? a[(i + 1) * stride + from + t] : 0;
  }
  const n = Math.ceil((columns - start) / LANE) * LANE;
  const c = i * stride + start;
  kernel.update(c, (pair ? i + 1 : rows) * stride + start - c, multipliers, rank * stride + start, stride, pivots, n);
}
