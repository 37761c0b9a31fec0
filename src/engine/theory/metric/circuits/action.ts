/**
 * The Lie algebra of a circuit's group, on its weights. A matrix X of a part's channels acts by
 *   w -> X w,   r -> -k Xᵀ r      (k the degree of what lies between: 1, or 2 with X diagonal),
 * so that Xᵀ acts by the transposed matrix: the algebra is k + p, antisymmetric and symmetric ones. A symmetric X has the law
 * S_X = <θ, X θ>, with the gradient 2 X θ. Weights that several wires meet are changed by the sum.
 */
import type { CircuitPart } from "./circuit";

/** X on one part: X[row, column] = value; zero elsewhere. */
export interface Generator {
  readonly part: number;
  readonly entries: readonly { readonly row: number; readonly column: number; readonly value: number }[];
}

/** A circuit's weights by themselves: theirs are the positions 0, 1, … */
export interface Local {
  readonly parts: readonly CircuitPart[];
  readonly theta: Float64Array;
  /** Where each lies in the network's. */
  readonly at: Int32Array;
}

export function localOf(parts: readonly CircuitPart[], theta: Float64Array): Local {
  const at = new Map<number, number>();
  for (const { writers, readers } of parts)
    for (const row of [...writers, ...readers]) for (const i of row) if (!at.has(i)) at.set(i, at.size);
  const moved = (rows: readonly Int32Array[]): Int32Array[] => rows.map((row) => row.map((i) => at.get(i)!));
  return {
    parts: parts.map((part) => ({ ...part, writers: moved(part.writers), readers: moved(part.readers) })),
    theta: Float64Array.from(at.keys(), (i) => theta[i]),
    at: Int32Array.from(at.keys()),
  };
}

/** A basis of p, orthonormal up to one factor: the laws. */
export function symmetricGenerators(parts: readonly CircuitPart[]): Generator[] {
  return parts.flatMap(({ phases, writers: { length: n } }, part): Generator[] => {
    if (phases) return [{ part, entries: [entry(0, 0, Math.SQRT1_2), entry(1, 1, Math.SQRT1_2)] }];
    return pairsOf(n).map(([j, k]) => ({
      part,
      entries: j === k ? [entry(j, j, 1)] : [entry(j, k, Math.SQRT1_2), entry(k, j, Math.SQRT1_2)],
    }));
  });
}

/** A basis of k. */
export function turnGenerators(parts: readonly CircuitPart[]): Generator[] {
  return parts.flatMap(({ writers: { length: n } }, part) =>
    pairsOf(n)
      .filter(([j, k]) => j !== k)
      .map(([j, k]): Generator => ({ part, entries: [entry(j, k, Math.SQRT1_2), entry(k, j, -Math.SQRT1_2)] })),
  );
}

/** X v. */
export function applied({ parts }: Pick<Local, "parts">, { part, entries }: Generator, v: Float64Array): Float64Array {
  const image = new Float64Array(v.length);
  const { writers, readers, degrees } = parts[part];
  for (const { row, column, value } of entries) {
    const [to, from] = [writers[row], writers[column]];
    for (let a = 0; a < to.length; a++) image[to[a]] += value * v[from[a]];
    const [back, by] = [readers[column], readers[row]];
    for (let b = 0; b < back.length; b++) image[back[b]] -= degrees[b] * value * v[by[b]];
  }
  return image;
}

function entry(row: number, column: number, value: number): Generator["entries"][number] {
  return { row, column, value };
}

function pairsOf(n: number): [number, number][] {
  return Array.from({ length: n }, (_, j) =>
    Array.from({ length: n - j }, (__, i): [number, number] => [j, j + i]),
  ).flat();
}
