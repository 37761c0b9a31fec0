/** What a network is trained on, as numbers. Which data are asked for, is said in ./plan.ts. */
import type { Matrix } from "../math/dense/matrix";

export type DataSet = SampleSet | TargetMatrix;

/** Samples as rows. */
export interface SampleSet {
  readonly kind: "samples";
  /** [samples x inputs] */
  readonly x: Matrix;
  /** [samples x targets]: outputs, or labels as the loss reads them (../objective/losses.ts). */
  readonly y: Matrix;
}

/** Whitened inputs (mean 0, covariance I) and the end-to-end matrix to be learnt: the loss is ½ ‖Z - target‖². */
export interface TargetMatrix {
  readonly kind: "target";
  /** [outputs x inputs] */
  readonly matrix: Matrix;
}
