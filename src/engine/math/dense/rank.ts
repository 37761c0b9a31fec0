/**
 * The one door for rank and kernel decisions in floating point.
 *
 * For A (K x D): Householder QR with column pivoting of Aᵀ, Aᵀ P = Q R with Q (D x D) orthogonal. If A has numerical
 * rank r, the last D - r columns of Q span ker A (Golub & Van Loan, Matrix Computations, 4th ed., §5.4.2). The decision
 * itself is taken on the singular values (of R, which are those of A), never on R's diagonal: they come with the gap.
 * A tall A (K > D) is first reduced to its D x D triangular factor, which has the same kernel and singular values.
 *
 * Cost: 2 K D min(K, D) for the reduction, 8/3 min^3 for the singular values. All in typed arrays, column by column.
 */
import type { Matrix } from "./matrix";
import { norm, transpose, zeros } from "./matrix";
import { singularValues } from "./singular-values";

/**
 * Singular values below this fraction of the largest count as zero: well above rounding (1e-15 times a small factor) …
 */
export const RANK_TOLERANCE = 1e-10;
/** … and a decision is called clear only when the values on its two sides are at least this far apart. */
const CLEAR_GAP = 1e3;

export interface RankDecision {
  readonly rank: number;
  /** Singular values, largest first, min(K, D) of them. */
  readonly singularValues: Float64Array;
  /** Smallest value counted as nonzero over the largest counted as zero; `null` when nothing was counted as zero. */
  readonly gap: number | null;
  readonly tolerance: number;
  /** False when values stand so close to the tolerance that another choice would give another rank. */
  readonly clear: boolean;
  /** D x (D - rank): an orthonormal basis of the kernel, one vector per column. */
  readonly kernel: Matrix;
  /** ‖A N‖_F / ‖A‖_F for that basis N: checked after the fact. */
  readonly residual: number;
}

/** `scale`: the largest singular value of the matrix that `a` is a part of, when it is one: it sets the tolerance. */
export function decideRank(a: Matrix, scale = 0): RankDecision {
  const dimension = a.columns;
  const reduced = a.rows > dimension ? triangularFactor(a) : a;
  const { reflectors, r, size } = pivotedQr(transpose(reduced));
  const values = singularValuesOf(r, size);
  const decision = decideOnSpectrum(values, dimension, scale);
  const kernel = kernelBasis(reflectors, dimension, decision.rank);
  return { ...decision, kernel, residual: residualOf(a, kernel) };
}

/**
 * The decision alone, for a spectrum that is known otherwise. `values`: largest first, of a matrix with `dimension`
 * columns.
 */
export function decideOnSpectrum(
  values: Float64Array,
  dimension: number,
  scale = 0,
): Omit<RankDecision, "kernel" | "residual"> {
  const largest = Math.max(scale, values.length === 0 ? 0 : values[0]);
  const tolerance = RANK_TOLERANCE * largest;
  let rank = 0;
  while (rank < values.length && values[rank] > tolerance) rank++;
  const lowest = rank === 0 ? null : values[rank - 1];
  const highestZero = rank < values.length ? values[rank] : null;
  const gap = lowest === null || highestZero === null ? null : lowest / Math.max(highestZero, Number.EPSILON * largest);
  return {
    rank,
    singularValues: values,
    gap,
    tolerance,
    clear:
      lowest === null ||
      (lowest > CLEAR_GAP * Number.EPSILON * largest * Math.sqrt(dimension) && (gap === null || gap >= CLEAR_GAP)),
  };
}

/** Columns of a square or tall matrix, as arrays: Householder steps run along columns. */
function columnsOf(a: Matrix): Float64Array[] {
  return Array.from({ length: a.columns }, (_, j) => {
    const column = new Float64Array(a.rows);
    for (let i = 0; i < a.rows; i++) column[i] = a.data[i * a.columns + j];
    return column;
  });
}

/** R of a = Q R for a tall matrix (rows >= columns), without pivoting. */
function triangularFactor(a: Matrix): Matrix {
  const columns = columnsOf(a);
  for (let k = 0; k < a.columns; k++) {
    const reflector = reflect(columns[k], k);
    if (reflector !== null) for (let j = k + 1; j < a.columns; j++) apply(reflector, k, columns[j]);
  }
  const r = zeros(a.columns, a.columns);
  for (let j = 0; j < a.columns; j++) for (let i = 0; i <= j; i++) r.data[i * a.columns + j] = columns[j][i];
  return r;
}

/**
 * Householder QR with column pivoting; the reflectors act on coordinates k, k + 1, …; r is size x columns, upper
 * trapezoidal.
 */
function pivotedQr(a: Matrix): { reflectors: (Float64Array | null)[]; r: Float64Array[]; size: number } {
  const columns = columnsOf(a);
  const size = Math.min(a.rows, a.columns);
  const squares = columns.map((c) => sumOfSquares(c, 0));
  const originals = squares.slice();
  const reflectors: (Float64Array | null)[] = [];
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let j = k + 1; j < columns.length; j++) if (squares[j] > squares[best]) best = j;
    swap(columns, k, best);
    swap(squares, k, best);
    swap(originals, k, best);
    const reflector = reflect(columns[k], k);
    reflectors.push(reflector);
    for (let j = k + 1; j < columns.length; j++) {
      if (reflector !== null) apply(reflector, k, columns[j]);
      squares[j] -= columns[j][k] ** 2;
      // The downdated norm has lost its digits: compute it anew.
      if (squares[j] < 1e-8 * originals[j]) {
        squares[j] = sumOfSquares(columns[j], k + 1);
        originals[j] = squares[j];
      }
    }
  }
  return { reflectors, r: columns, size };
}

/**
 * Turns column x into (x_0 … x_{k-1}, ±‖x_k…‖, 0 …) in place and returns the unit reflector w (H = I - 2 w wᵀ), or null
 * for a zero tail.
 */
function reflect(x: Float64Array, k: number): Float64Array | null {
  const tail = x.subarray(k);
  const length = norm(tail);
  if (length === 0) return null;
  const w = Float64Array.from(tail);
  const alpha = w[0] > 0 ? -length : length;
  w[0] -= alpha;
  const size = norm(w);
  for (let i = 0; i < w.length; i++) w[i] /= size;
  tail.fill(0);
  x[k] = alpha;
  return w;
}

/** y <- (I - 2 w wᵀ) y on coordinates k, k + 1, … */
function apply(w: Float64Array, k: number, y: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += w[i] * y[k + i];
  sum *= 2;
  for (let i = 0; i < w.length; i++) y[k + i] -= sum * w[i];
}

function kernelBasis(reflectors: readonly (Float64Array | null)[], dimension: number, rank: number): Matrix {
  const kernel = zeros(dimension, dimension - rank);
  const vector = new Float64Array(dimension);
  for (let j = rank; j < dimension; j++) {
    vector.fill(0);
    vector[j] = 1;
    for (let k = reflectors.length - 1; k >= 0; k--) {
      const w = reflectors[k];
      if (w !== null) apply(w, k, vector);
    }
    for (let i = 0; i < dimension; i++) kernel.data[i * kernel.columns + (j - rank)] = vector[i];
  }
  return kernel;
}

/**
 * Singular values of the upper trapezoidal factor (`size` rows), largest first. Its square part is padded with zero
 * rows.
 */
function singularValuesOf(columns: readonly Float64Array[], size: number): Float64Array {
  const order = columns.length;
  const square = columns.map((column, j) => {
    const padded = new Float64Array(order);
    padded.set(column.subarray(0, Math.min(j + 1, size)));
    return padded;
  });
  return singularValues(square).slice(0, size);
}

function residualOf(a: Matrix, kernel: Matrix): number {
  const scale = norm(a.data);
  if (scale === 0 || kernel.columns === 0) return 0;
  let sum = 0;
  const row = new Float64Array(kernel.columns);
  for (let i = 0; i < a.rows; i++) {
    row.fill(0);
    for (let k = 0; k < a.columns; k++) {
      const entry = a.data[i * a.columns + k];
      if (entry !== 0) for (let j = 0; j < row.length; j++) row[j] += entry * kernel.data[k * kernel.columns + j];
    }
    sum += sumOfSquares(row, 0);
  }
  return Math.sqrt(sum) / scale;
}

function sumOfSquares(x: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < x.length; i++) sum += x[i] * x[i];
  return sum;
}

function swap<T>(list: T[], i: number, j: number): void {
  const kept = list[i];
  list[i] = list[j];
  list[j] = kept;
}
