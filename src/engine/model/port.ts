/**
 * Where weights meet a layer's units, channel by channel: whoever *writes* the units has a line of weights into each,
 * whoever *reads* them a line out of each. A linear change T of the units that the writers take up (W -> T W) and the
 * readers undo (R -> R T^-1) leaves the function unchanged where every one of them, and the activation between, allows T.
 * Conservation laws are read off this: for every symmetric generator A of the allowed T the function
 *   sum over writers tr(Wᵀ A W) - sum over readers tr(R A Rᵀ)
 * is constant under gradient flow (arXiv:2307.00144, section 4; arXiv:2506.06194, Prop. 3.5).
 */

/** The widest group of T that a tensor allows: every invertible matrix, positive diagonal ones, or the identity alone. */
export type PortGroup = "linear" | "diagonal" | "none";

/** One tensor at the units of one layer: the weights of unit j are theta[offset + line(c) + j step], c = 0 … lines - 1. */
export interface Port {
  readonly group: PortGroup;
  readonly lines: number;
  readonly step: number;
  line(c: number): number;
}

/** A matrix [rows, columns] at its outputs: a row for each … */
export function rowsPort(columns: number): Port {
  return { group: "linear", lines: columns, step: columns, line: (c) => c };
}

/** … and at its inputs: a column for each. */
export function columnsPort(rows: number, columns: number): Port {
  return { group: "linear", lines: rows, step: 1, line: (c) => c * columns };
}

/** One weight for each unit, which multiplies it: at its outputs and its inputs. */
export const FACTORS: Port = { group: "diagonal", lines: 1, step: 1, line: () => 0 };

/** What says nothing of its weights. */
export const CLOSED: Port = { group: "none", lines: 0, step: 0, line: () => 0 };
