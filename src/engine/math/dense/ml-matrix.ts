/**
 * The border to ml-matrix, which computes our small decompositions. Its routines come from EISPACK and LINPACK by way
 * of JAMA: they square entries, iterate until convergence without a bound, and read a whole matrix where half of it
 * would do. So what crosses here is finite, scaled by a power of two to about 1, and symmetric to the last bit where it
 * should be.
 */
import { Matrix as MlMatrix } from "ml-matrix";
import type { Matrix } from "./matrix";

/** A matrix divided by `scale`, a power of two: no square of an entry overflows, and none that matters vanishes. */
export interface Scaled {
  readonly matrix: MlMatrix;
  readonly scale: number;
}

export function isFinite(a: Matrix): boolean {
  return a.data.every(Number.isFinite);
}

export function theirs(a: Matrix): MlMatrix {
  return MlMatrix.from1DArray(a.rows, a.columns, a.data);
}

export function ours(a: MlMatrix): Matrix {
  return { rows: a.rows, columns: a.columns, data: Float64Array.from(a.to1DArray()) };
}

export function scaled(a: Matrix): Scaled {
  const scale = powerOfTwoNear(a.data);
  return { matrix: theirs(scale === 1 ? a : { ...a, data: a.data.map((x) => x / scale) }), scale };
}

/** What stands on and below the diagonal, above it too. */
export function symmetric(a: Matrix): Matrix {
  const n = a.rows;
  const data = a.data.map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return a.data[Math.max(i, j) * n + Math.min(i, j)];
  });
  return { ...a, data };
}

function powerOfTwoNear(data: Float64Array): number {
  let most = 0;
  for (const x of data) most = Math.max(most, Math.abs(x));
  return most === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.round(Math.log2(most))));
}
