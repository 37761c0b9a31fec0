/** What a simulation needs of the spec and the data: functions to follow, and for how long. */
import type { Matrix } from "../../math/dense/matrix";
import type { Optimizer } from "../../flow/plan";
import type { Objective } from "../../flow/objective/objective";
import type { Kinks } from "../../flow/sliding/kinks";
import type { Network } from "../../model/network";
import type { LawFamily } from "../laws/families";
import type { ManifoldSearch } from "../manifolds/manifolds";
import type { Gradient } from "../intrinsic-flow/intrinsic-flow";

export interface Training {
  readonly network: Network;
  readonly theta: Float64Array;
  readonly families: readonly LawFamily[];
  readonly objective: Objective;
  /** Where a piecewise linear activation bends the loss; `null`: nowhere, or too many places to follow. */
  readonly kinks: Kinks | null;
  /** f, for networks whose phi is the end-to-end matrix; else null. */
  readonly lossOfProduct: Gradient | null;
  /** Whitened inputs: the matrix to be learnt. */
  readonly target: Matrix | null;
  /** Invariant manifolds that contain the start, whose distance is watched; `null`: none was searched. */
  readonly manifolds: ManifoldSearch | null;
  readonly optimizer: Optimizer;
  /** Where the metric property fails: the second network of the pair, and phi, by which the two are compared. */
  readonly partner: { readonly theta: Float64Array; readonly lifted: (theta: Float64Array) => Float64Array } | null;
}
