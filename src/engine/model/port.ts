/**
 * Where weights meet the channels of a wire (wires.ts), channel by channel: whoever *writes* them has a line of weights
 * into each, whoever *reads* them a line out of each. A linear change T of the channels that the writers take up (W -> T W)
 * and the readers undo (R -> R T^-1) leaves the function unchanged where every one of them, and whatever lies between,
 * allows T. Conservation laws are read off this: for every symmetric generator A of the allowed T the function
 *   sum over writers tr(Wᵀ A W) - sum over readers tr(R A Rᵀ)
 * is constant under gradient flow (arXiv:2307.00144, section 4; arXiv:2506.06194, Prop. 3.5).
 */
import type { Changes } from "./changes";
import { EVERY, NO_CHANGE, RESCALINGS } from "./changes";
import { positionsOf, unitAt, type Shape } from "./shape";

/** One tensor at the channels of one wire: the weights of channel j are theta[offset + at(j, c)], c = 0 … lines - 1. */
export interface Port {
  /** The widest group of T that the tensor takes up, or undoes. */
  readonly allows: Changes;
  readonly lines: number;
  /** Of a reader: the channels are its tensor's first axis all the same, as of keys, which scores pair with queries. */
  readonly byRows?: true;
  /** Of a writer: the channels are its tensor's second axis, as of embeddings, which have a row for each token. */
  readonly byColumns?: true;
  /** Its lines are the same for whatever channel, or whatever channel of a part, as of one weight that multiplies all. */
  readonly single?: true;
  at(channel: number, line: number): number;
}

/** A matrix [rows, columns] at its outputs: a row for each, or of some rows from the first on … */
export function rowsPort(columns: number, first = 0): Port {
  return { allows: EVERY, lines: columns, at: (j, c) => (first + j) * columns + c };
}

/** … which may be those of what is read: keys, as scores pair them with queries. */
export function keysPort(columns: number, first = 0): Port {
  return { ...rowsPort(columns, first), byRows: true };
}

/** … or columns: embeddings, a row for each token. */
export function tablePort(rows: number, columns: number): Port {
  return { ...columnsPort(rows, columns), byColumns: true };
}

/** … and at its inputs: a column for each. */
export function columnsPort(rows: number, columns: number, first = 0): Port {
  return { allows: EVERY, lines: rows, at: (j, c) => c * columns + first + j };
}

/** One weight for each channel, which multiplies it: at its outputs and its inputs. */
export const FACTORS: Port = { allows: RESCALINGS, lines: 1, at: (j) => j };

/** One number that multiplies all channels. */
export const ONE_FACTOR: Port = { allows: { kind: "scaling", parts: "one" }, lines: 1, at: () => 0, single: true };

/** So many numbers, of which each multiplies something that all channels make. */
export function factorsOfAll(count: number): Port {
  return { ...ONE_FACTOR, lines: count, at: (_, c) => c };
}

/** Some weights as one channel. */
export function asOne(count: number, at: (line: number) => number): Port {
  return { allows: { kind: "scaling", parts: "one" }, lines: count, at: (_, line) => at(line) };
}

/** What says nothing of its weights. */
export const CLOSED: Port = { allows: NO_CHANGE, lines: 0, at: () => 0 };

/** What meets every number by itself, where the numbers are channels at positions: a line for each position and line. */
export function atEveryPosition(port: Port, shape: Shape): Port {
  const positions = positionsOf(shape);
  if (positions === 1) return port;
  const { allows, lines, at } = port;
  return {
    // Parts of single numbers need not be parts of channels.
    allows: allows.kind !== "none" && typeof allows.parts === "string" ? allows : NO_CHANGE,
    lines: lines * positions,
    at: (j, c) => at(unitAt(shape, j, Math.floor(c / lines)), c % lines),
  };
}
