/** The values of a law family at the weights of one file. */

/** How a family's values are kept: one for each law, a symmetric table, or a diagonal with S Z. */
export type Kept = "list" | "table" | "sketch";

/** Linear in S, so that those of a change are the change of these. */
export interface Functionals {
  readonly kept: Kept;
  readonly plus: Float64Array;
  readonly minus: Float64Array;
  /** Of a sketch: the diagonals. */
  readonly diagonal: { readonly plus: Float64Array; readonly minus: Float64Array } | null;
  /** What rounding in storage may do to the norm of all values. */
  readonly floor: number;
  /** What rounding in one step of training may do to it. */
  readonly step: number;
  /** Types in which its tensors are stored. */
  readonly dtypes: readonly string[];
  /** The tensors of each law; of all laws of a quadratic family one list. */
  readonly tensors: readonly (readonly string[])[];
}
