/**
 * The one door for exact rank decisions: a row echelon form over GF(p), grown one vector at a time.
 *
 * Rank over GF(p) of integer vectors (or polynomials at a point mod p) never exceeds their rank over the rationals: a
 * minor that is nonzero mod p is a nonzero integer. So every rank found here is a proven lower bound.
 *
 * Cost of one insertion: rank * D multiplications, reductions delayed (field.ts); memory rank * D doubles.
 */
import { DELAY, inverse, reduce, reduceAll } from "./field";

export interface Echelon {
  readonly prime: number;
  readonly dimension: number;
  /** Rows with a leading 1 at `pivots[i]`; not reduced above. */
  readonly rows: Float64Array[];
  readonly pivots: number[];
}

export function createEchelon(prime: number, dimension: number): Echelon {
  return { prime, dimension, rows: [], pivots: [] };
}

/** Adds a vector of residues (it is consumed); true when it raised the rank. */
export function insert(echelon: Echelon, vector: Float64Array): boolean {
  const { prime: p, rows, pivots, dimension } = echelon;
  let pending = 0;
  for (let r = 0; r < rows.length; r++) {
    const lead = reduce(vector[pivots[r]], p);
    if (lead === 0) continue;
    const factor = p - lead;
    const row = rows[r];
    for (let j = 0; j < dimension; j++) vector[j] += factor * row[j];
    if (++pending === DELAY) {
      reduceAll(vector, p);
      pending = 0;
    }
  }
  reduceAll(vector, p);
  const pivot = vector.findIndex((x) => x !== 0);
  if (pivot < 0) return false;
  const scale = inverse(vector[pivot], p);
  for (let j = 0; j < dimension; j++) vector[j] = reduce(vector[j] * scale, p);
  rows.push(vector);
  pivots.push(pivot);
  return true;
}

/**
 * The vector x with  row . x = 0  for every row and the given numbers at columns that are no pivots. Each row is 0 at the pivots of
 * those before it, so the last one decides its pivot first.
 */
export function solution(
  { prime: p, dimension, rows, pivots }: Echelon,
  free: (column: number) => number,
): Float64Array {
  const known = new Set(pivots);
  const x = Float64Array.from({ length: dimension }, (_, j) => (known.has(j) ? 0 : free(j)));
  for (let r = rows.length - 1; r >= 0; r--) {
    let sum = 0;
    for (let j = 0; j < dimension; j++) if (j !== pivots[r] && x[j] !== 0) sum = reduce(sum + rows[r][j] * x[j], p);
    x[pivots[r]] = sum === 0 ? 0 : p - sum;
  }
  return x;
}
