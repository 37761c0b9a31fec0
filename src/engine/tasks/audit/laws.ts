/**
 * The values of law families at the weights of a file, added up while its tensors go by. A quadratic family is S = P − N, both
 * sums of X Xᵀ over tensors (theory/laws/groups/group.ts, strands): of laws that are numbered by single channels its diagonal is
 * kept, of matrices the whole table, or, of many channels, the diagonal and S Z for normal Z (sums.ts). P and N are kept apart:
 * a change of S is small or large beside theirs.
 */
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import { isOneLayersMatrix, lawIndices, type LawFamily } from "../../theory/laws/families";
import type { Strand } from "../../theory/laws/groups/group";
import type { Functionals, Kept } from "./functionals";
import { linearSum } from "./linear";
import type { Places } from "./places";
import { unitRoundoff } from "./rounding";
import type { Reading } from "./stream";
import { entriesSum, LARGEST_TABLE, MOST_GATHERED, PROBES, sketchSum, squaresOf, tableSum, type Squares } from "./sums";
import { manyWeights, needsAllTogether, notInFile, scattered } from "./words";

export interface Asked {
  readonly family: LawFamily;
  /** So often `done` is called before the result is there; 0: only after all is read. */
  readonly parts: number;
  /** After reading; a sentence: why there is none. */
  readonly result: () => Functionals | string;
}

/**
 * Asks the file for a family's values; nothing is read yet, and no table made. `squares` are shared between whoever asks for the
 * same; `done`: one of its tensors has been read.
 */
export function askFamily(
  family: LawFamily,
  places: Places,
  reading: Reading,
  squares: SquaresBook,
  done: () => void,
): Asked {
  const without = (why: string): Asked => ({ family, parts: 0, result: () => why });
  if (family.group.laws.order === 1) return { family, parts: 0, result: linearSum(family, places, reading) };
  const kept = keptOf(family);
  if (kept === null) return without(needsAllTogether);
  const n = family.size;
  const size = kept === "list" ? 0 : kept === "table" ? n * n : n * PROBES;
  const [plus, minus] = [madeLater(size), madeLater(size)];
  const sums: (() => void)[] = [];
  const diagonals: { readonly sign: 1 | -1; readonly squares: Squares }[] = [];
  const dtypes = new Set<string>();
  const tensors = new Set<string>();
  const scales: { readonly squares: Squares; readonly u: number }[] = [];
  for (const { sign, first } of family.strands) {
    const found = places.find(n, first.count, first.at);
    if (found === null) return without(notInFile);
    if (found === "scattered") return without(scattered);
    const { matched, region } = found;
    const own = squares.of(matched.tensor, region, reading);
    const dtype = reading.byName.get(matched.tensor)?.dtype ?? "";
    dtypes.add(dtype);
    tensors.add(matched.tensor);
    scales.push({ squares: own, u: unitRoundoff(dtype) });
    diagonals.push({ sign, squares: own });
    const side = sign === 1 ? plus : minus;
    if (kept === "table") {
      if (n * first.count > MOST_GATHERED) return without(manyWeights);
      sums.push(() => reading.add(matched.tensor, tableSum(region, side), n * first.count, done));
    } else if (kept === "sketch")
      sums.push(() => reading.add(matched.tensor, sketchSum(region, side), first.count * PROBES, done));
  }
  // Only now, that none of them is missing.
  for (const add of sums) add();
  // Weights that count double (theory/laws/families.ts): 2 b_j beside the squares.
  const doubled = family.doubled === undefined ? null : places.find(n, 1, (j) => family.doubled![j]);
  if (family.doubled !== undefined && (doubled === null || doubled === "scattered")) return without(notInFile);
  const biases = new Float64Array(doubled === null ? 0 : n);
  if (doubled !== null && doubled !== "scattered") {
    tensors.add(doubled.matched.tensor);
    reading.add(doubled.matched.tensor, entriesSum(doubled.region, biases));
  }
  return {
    family,
    parts: sums.length,
    result: () => {
      const sides = { plus: new Float64Array(n), minus: new Float64Array(n) };
      for (const { sign, squares: own } of diagonals) {
        const side = sign === 1 ? sides.plus : sides.minus;
        for (let j = 0; j < n; j++) side[j] += own.squares[j];
      }
      biases.forEach((b, j) => (sides[b >= 0 ? "plus" : "minus"][j] += 2 * Math.abs(b)));
      const floor = scales.reduce((sum, { squares: own, u }) => sum + (2 * u + u * u) * total(own.squares), 0);
      const common = { floor, step: floor, dtypes: [...dtypes], tensors: [[...tensors]] };
      if (kept === "list") return { kept, ...sides, diagonal: null, ...common };
      return { kept, plus: plus(), minus: minus(), diagonal: kept === "sketch" ? sides : null, ...common };
    },
  };
}

/** Zeros, when they are first needed. */
function madeLater(size: number): () => Float64Array {
  let made: Float64Array | null = null;
  return () => (made ??= new Float64Array(size));
}

/** `null`: its laws are not of one matrix, and not of single channels. */
export function keptOf(family: LawFamily): Kept | null {
  const own = family.strands.every(({ first, second }: Strand) => first.count === second.count);
  if (!own || family.partner !== undefined) return null;
  if (isOneLayersMatrix(family)) return family.size <= LARGEST_TABLE ? "table" : "sketch";
  if (family.group.laws.order === 2 && family.group.laws.whole) return null;
  return lawIndices(family).every(([j, k], i) => j === k && j === i) ? "list" : null;
}

/** One for each tensor and region. */
export class SquaresBook {
  readonly #known = new Map<string, Squares>();

  of(tensor: string, region: Parameters<typeof squaresOf>[0], reading: Reading): Squares {
    const key = JSON.stringify([tensor, region]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = squaresOf(region);
    this.#known.set(key, made);
    reading.add(tensor, made);
    return made;
  }
}

/** Eigenvalues of S, ascending; `null`: it has no table. */
export function spectrumOf({ kept, plus, minus }: Functionals): Float64Array | null {
  if (kept !== "table") return null;
  const n = Math.round(Math.sqrt(plus.length));
  const data = plus.map((value, i) => value - minus[i]);
  return symmetricEigen({ rows: n, columns: n, data }).values;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
