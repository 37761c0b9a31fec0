/**
 * Rank over GF(p) of sparse vectors, one at a time: the same lower bound as echelon.ts at a cost that follows the
 * entries.
 *
 * A vector is reduced from its smallest column upwards; the smallest column that no row owns becomes its pivot. Rows
 * keep only the entries from their pivot on. Cost of an insertion: the entries of the rows it meets; fill-in is not
 * fought, so this is for vectors that overlap little (theory/laws/sparse-count.ts).
 */
import { inverse, reduce } from "./field";

export interface SparseVector {
  readonly columns: readonly number[];
  /** Residues, nonzero. */
  readonly values: readonly number[];
}

export interface SparseEchelon {
  readonly prime: number;
  /** Row that owns a column as its pivot; its leading entry is 1. */
  readonly rows: Map<number, SparseVector>;
  /** Entries of all rows: what fill-in has cost. */
  entries: number;
  /** Entries read or written by all insertions so far: what they have cost in time. */
  work: number;
}

export function sparseEchelon(prime: number): SparseEchelon {
  return { prime, rows: new Map(), entries: 0, work: 0 };
}

/** True when the vector raised the rank. */
export function insertSparse(echelon: SparseEchelon, vector: SparseVector): boolean {
  const { prime: p, rows } = echelon;
  const work = new Map<number, number>();
  const queue = minQueue();
  vector.columns.forEach((column, i) => {
    work.set(column, vector.values[i]);
    queue.push(column);
  });
  echelon.work += vector.columns.length;
  let pivot = -1;
  const kept: [number, number][] = [];
  for (let column = queue.pop(); column !== undefined; column = queue.pop()) {
    const value = work.get(column) ?? 0;
    if (value === 0) continue;
    const row = rows.get(column);
    if (row === undefined) {
      if (pivot < 0) pivot = column;
      kept.push([column, value]);
      continue;
    }
    const factor = p - value;
    echelon.work += row.columns.length;
    for (let i = 1; i < row.columns.length; i++) {
      const at = row.columns[i];
      const before = work.get(at);
      if (before === undefined) queue.push(at);
      work.set(at, reduce((before ?? 0) + factor * row.values[i], p));
    }
  }
  if (pivot < 0) return false;
  const scale = inverse(kept[0][1], p);
  rows.set(pivot, {
    columns: kept.map(([column]) => column),
    values: kept.map(([, value]) => reduce(value * scale, p)),
  });
  echelon.entries += kept.length;
  return true;
}

/** Numbers out in ascending order; a column is pushed once. */
function minQueue(): { push(x: number): void; pop(): number | undefined } {
  const heap: number[] = [];
  return {
    push(x) {
      let i = heap.length;
      heap.push(x);
      while (i > 0) {
        const parent = (i - 1) >> 1;
        if (heap[parent] <= x) break;
        heap[i] = heap[parent];
        i = parent;
      }
      heap[i] = x;
    },
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return top;
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
        if (heap[child] >= last) break;
        heap[i] = heap[child];
        i = child;
      }
      heap[i] = last;
      return top;
    },
  };
}
