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
import { finished, pauses, type Paced } from "../../findings/progress";
import { reflect, reflectColumns } from "./householder";
import type { Matrix } from "./matrix";
import { norm, transpose, zeros } from "./matrix";
import { singularValueSteps, singularValuesWork } from "./singular-values";

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
  return finished(rankSteps(a, scale));
}

/** Operations of `decideRank` of such a matrix, at most: two triangular factors, the spectrum and the kernel's basis. */
export function rankWork(rows: number, columns: number): number {
  const size = Math.min(rows, columns);
  return (
    (rows > columns ? 2 * rows * columns ** 2 : 0) +
    2 * columns * size ** 2 +
    singularValuesWork(size) +
    2 * size * columns * (columns - size / 2)
  );
}

/** Everything but the kernel, whose basis would be the largest part of the work where A is wide. */
export type Spectrum = Omit<RankDecision, "kernel" | "residual">;

/** The decision without the kernel, with pauses: A is turned so that it is tall. */
export function* spectrumSteps(a: Matrix): Paced<Spectrum> {
  const tall = a.rows < a.columns ? transpose(a) : a;
  const { r, size } = yield* pivotedQr(tall.rows > tall.columns ? yield* triangularFactor(tall) : tall);
  return decideOnSpectrum(yield* singularValuesOf(r, size), a.columns);
}

/** The same with pauses. */
export function* rankSteps(a: Matrix, scale = 0): Paced<RankDecision> {
  const dimension = a.columns;
  const reduced = a.rows > dimension ? yield* triangularFactor(a) : a;
  const { reflectors, r, size } = yield* pivotedQr(transpose(reduced));
  const values = yield* singularValuesOf(r, size);
  const decision = decideOnSpectrum(values, dimension, scale);
  const kernel = yield* kernelBasis(reflectors, dimension, decision.rank);
  return { ...decision, kernel, residual: yield* residualOf(a, kernel) };
}

/**
 * The decision alone, for a spectrum that is known otherwise. `values`: largest first, of a matrix with `dimension`
 * columns.
 */
export function decideOnSpectrum(values: Float64Array, dimension: number, scale = 0): Spectrum {
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
function* triangularFactor(a: Matrix): Paced<Matrix> {
  const columns = columnsOf(a);
  const pause = pauses();
  for (let k = 0; k < a.columns; k++) {
    const reflector = reflect(columns[k], k);
    if (reflector !== null) reflectColumns(reflector, k, columns, k + 1);
    yield* pause(2 * (a.rows - k) * (a.columns - k));
  }
  const r = zeros(a.columns, a.columns);
  for (let j = 0; j < a.columns; j++) for (let i = 0; i <= j; i++) r.data[i * a.columns + j] = columns[j][i];
  return r;
}

/**
 * Householder QR with column pivoting; the reflectors act on coordinates k, k + 1, …; r is size x columns, upper
 * trapezoidal.
 */
function* pivotedQr(a: Matrix): Paced<{ reflectors: (Float64Array | null)[]; r: Float64Array[]; size: number }> {
  const columns = columnsOf(a);
  const size = Math.min(a.rows, a.columns);
  const squares = columns.map((c) => sumOfSquares(c, 0));
  const originals = squares.slice();
  const reflectors: (Float64Array | null)[] = [];
  const pause = pauses();
  for (let k = 0; k < size; k++) {
    let best = k;
    for (let j = k + 1; j < columns.length; j++) if (squares[j] > squares[best]) best = j;
    swap(columns, k, best);
    swap(squares, k, best);
    swap(originals, k, best);
    const reflector = reflect(columns[k], k);
    reflectors.push(reflector);
    if (reflector !== null) reflectColumns(reflector, k, columns, k + 1);
    for (let j = k + 1; j < columns.length; j++) {
      squares[j] -= columns[j][k] ** 2;
      // The downdated norm has lost its digits: compute it anew.
      if (squares[j] < 1e-8 * originals[j]) {
        squares[j] = sumOfSquares(columns[j], k + 1);
        originals[j] = squares[j];
      }
    }
    yield* pause(2 * (a.rows - k) * (a.columns - k));
  }
  return { reflectors, r: columns, size };
}

/**
 * The reflectors past the rank only turn the complement of the range of Aᵀ in itself: any basis of it serves, so they are
 * left out.
 */
function* kernelBasis(reflectors: readonly (Float64Array | null)[], dimension: number, rank: number): Paced<Matrix> {
  const kernel = zeros(dimension, dimension - rank);
  const vectors = Array.from({ length: kernel.columns }, (_, j) => {
    const vector = new Float64Array(dimension);
    vector[rank + j] = 1;
    return vector;
  });
  const pause = pauses();
  for (let k = rank - 1; k >= 0; k--) {
    const reflector = reflectors[k];
    if (reflector !== null) reflectColumns(reflector, k, vectors, 0);
    yield* pause(2 * (dimension - k) * vectors.length);
  }
  vectors.forEach((vector, j) => vector.forEach((x, i) => (kernel.data[i * kernel.columns + j] = x)));
  return kernel;
}

/**
 * Singular values of the upper trapezoidal factor (`size` rows), largest first. Its square part is padded with zero
 * rows.
 */
function* singularValuesOf(columns: readonly Float64Array[], size: number): Paced<Float64Array> {
  const order = columns.length;
  const square = columns.map((column, j) => {
    const padded = new Float64Array(order);
    padded.set(column.subarray(0, Math.min(j + 1, size)));
    return padded;
  });
  return (yield* singularValueSteps(square)).slice(0, size);
}

function* residualOf(a: Matrix, kernel: Matrix): Paced<number> {
  const scale = norm(a.data);
  if (scale === 0 || kernel.columns === 0) return 0;
  const pause = pauses();
  let sum = 0;
  const row = new Float64Array(kernel.columns);
  for (let i = 0; i < a.rows; i++) {
    row.fill(0);
    for (let k = 0; k < a.columns; k++) {
      const entry = a.data[i * a.columns + k];
      if (entry !== 0) for (let j = 0; j < row.length; j++) row[j] += entry * kernel.data[k * kernel.columns + j];
    }
    sum += sumOfSquares(row, 0);
    yield* pause(a.columns * kernel.columns);
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
