/** All symmetry-induced manifolds of a network with one hidden layer, ordered by inclusion. JSON-safe. */

export interface Lattice {
  readonly family: "partitions" | "partitions-with-zero" | "signed-partitions";
  readonly neurons: number;
  /** Number of manifolds; null above 10^308. */
  readonly count: number | null;
  /** Per number of moving blocks, fewest first. */
  readonly levels: readonly { readonly blocks: number; readonly dimension: number; readonly count: number | null }[];
  /** Every manifold, by rising dimension; null when they are too many to draw. */
  readonly nodes: readonly LatticeNode[] | null;
  /** Pairs [smaller, larger] of neighbours in `nodes`. */
  readonly covers: readonly (readonly [number, number])[];
  /** Where the initialization lies: the smallest one that contains it, in `nodes`. */
  readonly here: number | null;
  /** Moving blocks there. */
  readonly hereBlocks: number;
}

export interface LatticeNode {
  /** Neurons of each moving block; a negative sign means opposite (or mirrored) to the first. */
  readonly blocks: readonly (readonly { readonly unit: number; readonly sign: 1 | -1 }[])[];
  readonly zero: readonly number[];
  readonly dimension: number;
}
