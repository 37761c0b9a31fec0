/**
 * The trajectory: what one simulated training run did, sampled at a fixed number of times (docs/report.md). JSON-safe;
 * a running simulation shows the same section with what it has so far.
 */
import type { Claim } from "../../findings/claim";
import type { LawOrigin } from "../../findings/laws";
import type { DepthDrift } from "../depth/facts";
import type { ImbalanceRateCourse } from "../plateau/facts";

export type TrajectoryStatus = "running" | "done" | "stiff" | "diverged" | "max-steps" | "cancelled";

export interface TrajectorySection {
  readonly optimizer: "gradient-flow" | "gradient-descent";
  readonly status: TrajectoryStatus;
  /** Begins with the status: when and why it ended. */
  readonly sentence: string;
  /** What to do about an end that was not wanted; `null` when there is nothing. */
  readonly advice: string | null;
  /** Where the run should end: the time, or the number of steps. */
  readonly end: number;
  /** Times of the samples; for gradient descent the numbers of the steps. */
  readonly times: readonly number[];
  readonly loss: readonly number[];
  /** One entry per family of laws. */
  readonly drift: readonly Drift[];
  /** Invariant manifolds that contain the start, in the order of the report's list: how far the run is from each. */
  readonly manifoldDistance?: readonly ManifoldDistance[];
  /** The imbalance identity along the run, per hidden layer; absent where there is none. */
  readonly imbalanceRates?: readonly ImbalanceRateCourse[];
  /** The closed equation in z beside it; `null` when none is known from this start (then `intrinsicFlowNote`). */
  readonly intrinsicFlow: IntrinsicFlowSection | null;
  readonly intrinsicFlowNote?: string;
  /** Singular values of the end-to-end matrix; `null` for other maps and for matrices too large. */
  readonly modes: ModesSection | null;
  /** Where the metric property fails: the second network of the pair, trained beside the first. */
  readonly pair: PairSection | null;
  /** The weights over time, for small networks. */
  readonly weights: WeightsOverTime | null;
  /** What happened on the way: "loss below half of its start", with the time. */
  readonly events: readonly RunEvent[];
  /** When the loss was predicted to leave its plateau, on the axis of `times`; absent without a prediction. */
  readonly predictedEscape?: number;
  readonly steps: { readonly accepted: number; readonly rejected: number; readonly evaluations: number };
  /** Of a linear neural ODE: drift of its laws over depth and time; absent for other networks. */
  readonly depthDrift?: DepthDrift;
  /**
   * Of a linear neural ODE: residual networks of growing depth trained alike; absent while it runs, and where it would
   * take too long.
   */
  readonly residualTraining?: ResidualTraining;
}

export interface RunEvent {
  readonly name: string;
  /** The same for a mark in a chart: "below half of its start"; absent: no shorter than the name. */
  readonly mark?: string;
  /** The share of the first loss that the loss falls below there; absent: it is of something else. */
  readonly lossBelow?: number;
  readonly time: number;
}

export interface ManifoldDistance {
  /** In the report's `manifolds`. */
  readonly index: number;
  /** Relative to the norm of the weights concerned, at each sample. */
  readonly values: readonly number[];
  /** The largest of them. */
  readonly maxRelative: number;
  /** Up to here a distance is rounding; beyond, rounding errors have grown: the manifold repels its neighbourhood. */
  readonly floor: number;
}

/** Networks U_i = I + A_{i/L}/L, trained to the time t/L, against Z_1 at the end of the run. */
export interface ResidualTraining {
  readonly depths: readonly number[];
  /** ‖U_L ⋯ U_1 - Z_1‖_F / ‖Z_1‖_F there. */
  readonly errors: readonly number[];
  /** In 1/L, measured on the two deepest; `null` where the errors vanish. */
  readonly order: number | null;
}

export interface Drift {
  /** The law family's id; "skew:layer1" for the law that momentum keeps. */
  readonly family: string;
  /** The name where there is room for a few letters: "layer1". */
  readonly short: string;
  /** Of what they are laws; absent for the law that momentum keeps. */
  readonly from?: LawOrigin;
  /** What is watched, in words: "law matrix between layer1 and layer2". */
  readonly what: string;
  /** Largest |h(t) - h(0)| over the samples, and divided by `scale`. */
  readonly maxAbsolute: number;
  readonly maxRelative: number;
  /** Sum of the squares of the weights in the family's laws at the start: what a relative drift is relative to. */
  readonly scale: number;
  /** Relative drift at each sample. */
  readonly relative: readonly number[];
  /** The same as it follows from the step size (math: h' = (1 - ηλ)² h + η² h(g)); `null` where no formula applies. */
  readonly predicted: readonly number[] | null;
  /** Below this, drift is rounding. */
  readonly floor: number;
}

export interface IntrinsicFlowSection {
  readonly kind: string;
  readonly reference: string;
  /** Largest ‖z(t) - φ(θ(t))‖ / ‖φ(θ(t))‖. */
  readonly maxError: number;
  /** The same at each sample that both reached. */
  readonly errors: readonly number[];
  /** A few coordinates of both, for a chart: those that move most. */
  readonly coordinates: readonly {
    readonly label: string;
    readonly parameters: readonly number[];
    readonly closed: readonly number[];
  }[];
  /** When the closed equation ended before the run did; `null` when it did not. */
  readonly endedAt: number | null;
  /** Why. */
  readonly sentence: string;
}

export interface ModesSection {
  /** Per sample, the singular values of Z, largest first. */
  readonly values: readonly (readonly number[])[];
  /**
   * Per sample, the strengths as the exact solution has them, in the same order; `null` where its hypotheses are not
   * met.
   */
  readonly exact: readonly (readonly number[])[] | null;
  /** Largest difference of the two, relative to the largest value. */
  readonly exactError: number | null;
  readonly exactReference: string | null;
  /** Why there is no exact solution: the hypothesis that is not met. */
  readonly exactNote?: string;
  /** Time at which each mode reaches half of its target, strongest first. */
  readonly learningTimes: readonly Claim<number>[];
}

export interface PairSection {
  /** ‖φ(θ_2(t)) - φ(θ_1(t))‖ / ‖φ(θ_1(t))‖ at each sample. */
  readonly separation: readonly number[];
  /** Loss of the second network. */
  readonly loss: readonly number[];
  readonly sentence: string;
}

export interface WeightsOverTime {
  /** "layer1[0,2]". */
  readonly labels: readonly string[];
  /** In the same order, whose incoming weight or bias each is: the layer, and the neuron's number in it. */
  readonly neurons: readonly { readonly layer: string; readonly neuron: number }[];
  /** Per sample, in the order of the labels. */
  readonly values: readonly (readonly number[])[];
}

export interface RunFacts {
  /** The simulated training run; `null` when nothing was simulated. */
  readonly trajectory: TrajectorySection | null;
}
