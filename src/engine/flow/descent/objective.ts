/** What is minimized: a loss and its gradient. */

export interface Objective {
  /** Length of θ. */
  readonly parameters: number;
  /** 1 at the parameters that are held fixed: no decay moves them either. Absent or `null`: none is. */
  readonly fixed?: Uint8Array | null;
  /**
   * Returns the loss L(θ) and writes its gradient ∇L(θ) to `into`. Must not keep or change `theta`; should not
   * allocate.
   */
  gradient(theta: Float64Array, into: Float64Array): number;
}

/** A mean over samples: L = (1/samples) Σ L_i. */
export interface StochasticObjective extends Objective {
  readonly samples: number;
  /** The same for the mean over the samples with the numbers in `batch`; a view, only valid during the call. */
  gradientOn(batch: Int32Array, theta: Float64Array, into: Float64Array): number;
}
