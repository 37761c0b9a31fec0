/** Pieces of theta: what one tensor of weights is. */
import type { Wiring } from "./program/wirings";

/**
 * A contiguous piece of theta, as a row-major table: the weights by which a layer acts on one source, or its bias. The
 * matrices of a path lie below one another.
 */
export interface Block {
  readonly layer: number;
  /** Which of a layer's tensors, where it has several that are not one for each source. */
  readonly tensor?: string;
  /** The source the weights act on, or what is made of it; a bias has none. */
  readonly source: number | null;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
  /** The tensor's shape, where it is no matrix [rows, columns] and no list: [rows, …], row-major as well. */
  readonly dims?: readonly number[];
  /** Those of its numbers that no output depends on, whatever they are. */
  readonly idle?: readonly number[];
  /** How they act: weight, unit of the source, unit of the layer. */
  readonly wiring: Wiring;
  /** How many weights meet at one of the layer's units, and at one of the source's; a bias has none of these. */
  readonly fan: { readonly in: number; readonly out: number };
  readonly names: WeightNames;
  /** It is never trained, whatever the spec says of its layer. */
  readonly held?: true;
  /** What all of it starts at, whatever the scheme: gains at 1, what multiplies a branch at 0; absent: the scheme says. */
  readonly start?: Start;
}

/** One number for all; or for each the length of a vector of earlier weights, by their places in theta. */
export type Start = number | { readonly lengthsOf: (i: number) => readonly number[] };

/** Where the i-th weight of a block stands in it: "2,3" in a matrix, "2" in a list, "2,0,1" in a larger tensor. */
export function indexText({ columns, names, dims }: Block, i: number): string {
  if (dims !== undefined) {
    let left = i;
    return dims
      .map((_, axis) => {
        const below = dims.slice(axis + 1).reduce((product, length) => product * length, 1);
        const at = Math.floor(left / below);
        left %= below;
        return at;
      })
      .join();
  }
  return names.shape === "list" ? `${i}` : `${Math.floor(i / columns)},${i % columns}`;
}

/** How weights are named, and written in a spec: W2[i,j] in a matrix with a row for each unit, d2[i] in a list with a number. */
export interface WeightNames {
  readonly letter: string;
  /** The letters of formulas: in the laws of linear layers, and in all others, as the papers have them. */
  readonly inLaws: { readonly linear: string; readonly other: string };
  readonly shape: "matrix" | "list";
  /** Of several alike within a layer, as of experts: which. */
  readonly member?: number;
}
