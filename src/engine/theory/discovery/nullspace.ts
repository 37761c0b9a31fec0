/**
 * The kernel of a matrix over GF(p) given row by row, and rational numbers from residues.
 *
 * Reduced row echelon form: pivot columns hold unit vectors, and each free column f gives the kernel vector with 1 at f
 * and minus the column's entries at the pivots. Such vectors are sparse, and for a kernel defined over the rationals
 * they are the reductions of rational vectors with small entries (each is determined by its free column alone).
 */
import { DELAY, inverse, reduce, reduceAll } from "../../math/modular/field";

export interface ReducedForm {
  readonly columns: number;
  readonly rows: Float64Array[];
  readonly pivots: number[];
}

export function emptyForm(columns: number): ReducedForm {
  return { columns, rows: [], pivots: [] };
}

/** Adds a row (consumed); true when it raised the rank. Cost: rank times columns. */
export function addRow(form: ReducedForm, row: Float64Array, p: number): boolean {
  let pending = 0;
  for (let r = 0; r < form.rows.length; r++) {
    const lead = reduce(row[form.pivots[r]], p);
    if (lead === 0) continue;
    const other = form.rows[r];
    for (let j = 0; j < row.length; j++) row[j] += (p - lead) * other[j];
    if (++pending === DELAY) {
      reduceAll(row, p);
      pending = 0;
    }
  }
  reduceAll(row, p);
  const pivot = row.findIndex((x) => x !== 0);
  if (pivot < 0) return false;
  const scale = inverse(row[pivot], p);
  for (let j = 0; j < row.length; j++) row[j] = reduce(row[j] * scale, p);
  for (const other of form.rows) {
    const factor = other[pivot];
    if (factor !== 0) for (let j = 0; j < row.length; j++) other[j] = reduce(other[j] + (p - factor) * row[j], p);
  }
  form.rows.push(row);
  form.pivots.push(pivot);
  return true;
}

/** A basis of the kernel, one vector for each free column. */
export function kernelOf(form: ReducedForm, p: number): Float64Array[] {
  const pivots = new Set(form.pivots);
  const basis: Float64Array[] = [];
  for (let f = 0; f < form.columns; f++) {
    if (pivots.has(f)) continue;
    const vector = new Float64Array(form.columns);
    vector[f] = 1;
    form.rows.forEach((row, r) => {
      vector[form.pivots[r]] = row[f] === 0 ? 0 : p - row[f];
    });
    basis.push(vector);
  }
  return basis;
}

/**
 * The fraction a/b with |a|, b <= sqrt(p/2) and a = b x mod p, if there is one; then it is the only one (Wang's
 * algorithm: the extended Euclidean algorithm stopped half way; von zur Gathen & Gerhard, Modern Computer Algebra,
 * §5.10).
 */
export function rationalFrom(
  x: number,
  p: number,
): { readonly numerator: number; readonly denominator: number } | null {
  const bound = Math.floor(Math.sqrt(p / 2));
  let [r0, r1] = [p, x];
  let [t0, t1] = [0, 1];
  while (r1 > bound) {
    const q = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  if (t1 === 0 || Math.abs(t1) > bound) return null;
  return t1 < 0 ? { numerator: -r1, denominator: -t1 } : { numerator: r1, denominator: t1 };
}

/** The vector scaled to coprime integers, or null when an entry is no small fraction. */
export function integersFrom(vector: Float64Array, p: number): number[] | null {
  const fractions = Array.from(vector, (x) => rationalFrom(x, p));
  let common = 1;
  for (const fraction of fractions) {
    if (fraction === null) return null;
    common *= fraction.denominator / gcd(common, fraction.denominator);
    if (common > 1e6) return null;
  }
  const integers = fractions.map((fraction) => (fraction!.numerator * common) / fraction!.denominator);
  const divisor = integers.reduce((g, x) => gcd(g, Math.abs(x)), 0);
  return divisor === 0 ? integers : integers.map((x) => x / divisor);
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
