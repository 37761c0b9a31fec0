/**
 * into = y + h Σ_j w_j k_j, the one loop in which an explicit Runge-Kutta method spends its own time. Vectors have the
 * system's dimension n; the sum skips zero weights and takes four vectors in each pass over memory.
 *
 * Cost: 2n operations per nonzero weight, n/4 loads and n/4 stores of `into` per weight. Allocates nothing.
 */

/** A row of a tableau without its zeros, in groups of four; the last group is filled with zero weights. */
export interface SparseRow {
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

const GROUP = 4;

export function sparseRow(row: readonly number[]): SparseRow {
  const nonzero = row.flatMap((weight, index) => (weight === 0 ? [] : [{ weight, index }]));
  const length = GROUP * Math.max(1, Math.ceil(nonzero.length / GROUP));
  // A filler repeats an index that the row uses, so that a value that is not finite elsewhere does not get in.
  const filler = nonzero[0]?.index ?? 0;
  return {
    indices: Int32Array.from({ length }, (_, i) => nonzero[i]?.index ?? filler),
    weights: Float64Array.from({ length }, (_, i) => nonzero[i]?.weight ?? 0),
  };
}

/** `into` may be `y`, but none of the `vectors`. */
export function combine(
  into: Float64Array,
  y: Float64Array,
  h: number,
  row: SparseRow,
  vectors: readonly Float64Array[],
): void {
  const { indices, weights } = row;
  const n = into.length;
  let base = y;
  for (let g = 0; g < indices.length; g += GROUP) {
    const k0 = vectors[indices[g]];
    const k1 = vectors[indices[g + 1]];
    const k2 = vectors[indices[g + 2]];
    const k3 = vectors[indices[g + 3]];
    const w0 = h * weights[g];
    const w1 = h * weights[g + 1];
    const w2 = h * weights[g + 2];
    const w3 = h * weights[g + 3];
    for (let i = 0; i < n; i++) into[i] = base[i] + (w0 * k0[i] + w1 * k1[i] + (w2 * k2[i] + w3 * k3[i]));
    base = into;
  }
}
