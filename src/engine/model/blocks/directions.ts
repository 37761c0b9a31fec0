/**
 * Matrices of which the directions count: what makes one of weights is divided by its length, row by row or column by column
 * (joints/normalization.ts). Weights come to every sample as biases do, times the constant 1.
 */
import { normalization } from "../joints/normalization";
import type { Groups } from "../joints/joint";
import type { Value } from "../program/program";
import { full, type Wiring } from "../program/wirings";
import type { BuildSite, BuiltTensor, Refusal } from "./block";
import { tooManyDirections } from "./words";

/** Numbers of one such matrix: each sample has all of them. */
const MOST_NUMBERS = 1e5;

export function tooLarge(rows: number, columns: number, at: Refusal["at"]): Refusal | null {
  return rows * columns > MOST_NUMBERS ? tooManyDirections(rows * columns, MOST_NUMBERS, at) : null;
}

/** The weights of a tensor as a value that functions of several take. */
export function asNumbers({ program }: BuildSite, { value, block }: Pick<BuiltTensor, "value" | "block">): Value {
  return program.contract(value, program.one, full(block.rows * block.columns, 1));
}

/** A matrix, row-major, with rows or columns of length 1. */
export function directionsOf({ program }: BuildSite, matrix: Value, groups: Groups): Value {
  return program.jointly(matrix, normalization("length", 0), groups);
}

export function columnsOf(rows: number, columns: number): Groups {
  return { count: columns, members: (k) => Array.from({ length: rows }, (_, o) => o * columns + k) };
}

/** What lengths join: of rows each all inputs to its unit, of columns each its input to all units, at every position. */
export function lengthsThrough(of: "rows" | "columns", rows: number, columns: number, positions: number): Wiring {
  return {
    name: "gains",
    left: of === "rows" ? rows : columns,
    right: positions * columns,
    outputs: positions * rows,
    edgeCount: positions * rows * columns,
    oneEdgeEach: false,
    edges(visit) {
      for (let t = 0; t < positions; t++)
        for (let o = 0; o < rows; o++)
          for (let k = 0; k < columns; k++) visit(of === "rows" ? o : k, t * columns + k, t * rows + o);
    },
  };
}
