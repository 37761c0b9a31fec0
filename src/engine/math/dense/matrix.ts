/**
 * Small dense matrices over the doubles: row-major typed arrays and the few products the theory needs.
 * Decompositions are in ./rank.ts (rank and kernel), ./symmetric-eigen.ts, ./svd.ts and ./cholesky.ts (through
 * ml-matrix).
 */
import { pauses, type Paced } from "../../findings/progress";

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major, length rows * columns. */
  readonly data: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) };
}

export function identity(n: number): Matrix {
  const result = zeros(n, n);
  for (let i = 0; i < n; i++) result.data[i * n + i] = 1;
  return result;
}

export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows.length === 0 ? 0 : rows[0].length;
  const result = zeros(rows.length, columns);
  rows.forEach((row, i) => result.data.set(row, i * columns));
  return result;
}

/** A view of a contiguous piece of a vector as a matrix; shares memory. */
export function viewOf(data: Float64Array, offset: number, rows: number, columns: number): Matrix {
  return { rows, columns, data: data.subarray(offset, offset + rows * columns) };
}

export function transpose(a: Matrix): Matrix {
  const result = zeros(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.columns; j++) result.data[j * a.rows + i] = a.data[i * a.columns + j];
  return result;
}

/** target += factor * a b. Cost rows * inner * columns. */
export function addProduct(target: Matrix, a: Matrix, b: Matrix, factor = 1): void {
  const { columns } = b;
  for (let i = 0; i < a.rows; i++) {
    const row = i * columns;
    for (let k = 0; k < a.columns; k++) {
      const aik = factor * a.data[i * a.columns + k];
      if (aik === 0) continue;
      const from = k * columns;
      for (let j = 0; j < columns; j++) target.data[row + j] += aik * b.data[from + j];
    }
  }
}

/** c = a b for n x n matrices inside longer arrays; `c` must not overlap the factors. */
export function squareProduct(
  n: number,
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bFrom: number,
  c: Float64Array,
  cFrom: number,
): void {
  for (let i = 0; i < n; i++) {
    const row = cFrom + i * n;
    for (let j = 0; j < n; j++) c[row + j] = 0;
    for (let k = 0; k < n; k++) {
      const factor = a[aFrom + i * n + k];
      const from = bFrom + k * n;
      for (let j = 0; j < n; j++) c[row + j] += factor * b[from + j];
    }
  }
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  const result = zeros(a.rows, b.columns);
  addProduct(result, a, b);
  return result;
}

/** a aᵀ, exactly symmetric. */
export function outerGram(a: Matrix): Matrix {
  const result = zeros(a.rows, a.rows);
  for (let i = 0; i < a.rows; i++) gramRow(a, i, result);
  return result;
}

/** The same with pauses. */
export function* gramSteps(a: Matrix): Paced<Matrix> {
  const pause = pauses();
  const result = zeros(a.rows, a.rows);
  for (let i = 0; i < a.rows; i++) {
    gramRow(a, i, result);
    yield* pause(i * a.columns);
  }
  return result;
}

function gramRow(a: Matrix, i: number, result: Matrix): void {
  for (let j = 0; j <= i; j++) {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += a.data[i * a.columns + k] * a.data[j * a.columns + k];
    result.data[i * a.rows + j] = sum;
    result.data[j * a.rows + i] = sum;
  }
}

/** aᵀ a, exactly symmetric. */
export function innerGram(a: Matrix): Matrix {
  return outerGram(transpose(a));
}

export function addScaled(target: Matrix, a: Matrix, factor: number): void {
  for (let i = 0; i < a.data.length; i++) target.data[i] += factor * a.data[i];
}

export function scaled(a: Matrix, factor: number): Matrix {
  return { rows: a.rows, columns: a.columns, data: a.data.map((x) => factor * x) };
}

export function trace(a: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.rows; i++) sum += a.data[i * a.columns + i];
  return sum;
}

/** Euclidean norm without overflow or underflow (scaled by the largest entry). */
export function norm(data: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += (data[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Four running sums: the additions of one need not wait for each other. */
export function dot(a: Float64Array, b: Float64Array): number {
  const n = a.length - (a.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = n; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
