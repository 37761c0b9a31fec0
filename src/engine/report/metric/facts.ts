/** The report's sections about the intrinsic metric property: does φ(θ) determine its own future? JSON-safe. */
import type { Verdict } from "../../findings/verdict";
import type { Claim } from "../../findings/claim";
import type { Spectrum } from "../../findings/spectrum";

export interface MetricSection extends Claim<Verdict> {
  /** dim(ker dphi ∩ ker dh) at the initialization. */
  readonly kernelDimension: Claim<number>;
  /** Largest ‖dM v‖_F / ‖M‖_F over unit v in that kernel. */
  readonly violation: Claim<number>;
  /** True where no theorem decides. */
  readonly openQuestion: boolean;
  /** Of [dphi; dh] at the initialization. */
  readonly spectrum: Spectrum | null;
  /**
   * What the kernel inclusion at the initialization says by itself: `holds` means that the necessary condition is met
   * there.
   */
  readonly measurement: Claim<Verdict>;
  /** The statements that could decide, each with its hypotheses checked one by one. */
  readonly theorems: readonly TheoremCheck[];
  /**
   * Where the property fails: two settings of the weights that φ and the laws cannot tell apart, and the metric can.
   */
  readonly witness: Witness | null;
  /** Why there is no pair although the property fails. */
  readonly witnessNote?: string;
  /**
   * Where φ is made of the products through circuits, and every other parameter as it is: what is known of each. The whole holds when
   * each does. Absent: φ is another (`model.parametrization`), or none.
   */
  readonly circuits?: readonly CircuitFacts[];
}

/** One circuit: what a wire, or several that share weights, show of their weights only in products. */
export interface CircuitFacts {
  /** "attention.scores"; of several wires, all of them. */
  readonly name: string;
  /** What changes its channels unseen: every matrix; one number each; one complex number for each pair; several of these. */
  readonly kind: "matrix" | "rescaling" | "phases" | "linked";
  readonly channels: number;
  readonly verdict: Claim<Verdict>;
  readonly kernelDimension: Claim<number>;
  readonly violation: Claim<number>;
  readonly recoverable: Claim<boolean>;
  /**
   * How far its law matrices are from multiples of the identity, relatively, at the worst of its wires, and the multiple there; `null`:
   * none of its wires has a matrix.
   */
  readonly balance: { readonly lambda: number; readonly imbalance: number } | null;
}

/** A statement that could decide; it does when every hypothesis is met. */
export interface TheoremCheck {
  readonly reference: string;
  /** False for what is proven in our documentation only: it never makes a claim a theorem. */
  readonly published: boolean;
  /** What follows. */
  readonly conclusion: "holds" | "fails";
  readonly applies: boolean;
  readonly hypotheses: readonly Hypothesis[];
}

export interface Hypothesis {
  readonly text: string;
  readonly met: boolean;
  /** Where it was decided in floating point: the number, and what it was compared with. */
  readonly residual?: number;
  readonly tolerance?: number;
}

/** A pair of networks with the same φ and the same laws and different metrics: one z, two futures. */
export interface Witness {
  /**
   * True when the first of the pair is the initialization itself; false when it is another point with the same laws.
   */
  readonly fromInitialization: boolean;
  readonly first: WitnessNetwork;
  readonly second: WitnessNetwork;
  /** ‖θ_2 − θ_1‖ / ‖θ_1‖. */
  readonly distance: number;
  /**
   * ‖φ(θ_2) − φ(θ_1)‖ relative to the size of φ's terms, and the largest difference of a law relative to ‖θ_1‖²: both
   * at most `tolerance`.
   */
  readonly liftedDifference: number;
  readonly lawDifference: number;
  readonly tolerance: number;
  /** ‖M_2 − M_1‖_F / ‖M_1‖_F. */
  readonly metricDifference: number;
  /**
   * A loss that tells them apart: with the gradient G at z (‖G‖ = 1, shaped as z, row-major; `null` when too large to
   * carry) the loss falls at the rates ⟨G, M_1 G⟩ and ⟨G, M_2 G⟩.
   */
  readonly loss: {
    readonly rows: number;
    readonly columns: number;
    readonly gradient: readonly number[] | null;
    readonly rates: readonly [number, number];
  } | null;
}

export interface WitnessNetwork {
  /** One entry per layer, in order; `null` when there are too many weights to carry. */
  readonly layers: readonly WitnessLayer[] | null;
}

/**
 * A layer's weights as the scheme "explicit" writes them: several sources side by side; a diagonal layer is one column.
 */
export interface WitnessLayer {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** That of its tensor, where it is no matrix and no list. */
  readonly shape?: readonly number[];
  /** Row-major. */
  readonly weights: readonly number[];
  readonly bias: readonly number[] | null;
}

export interface RecoverabilitySection extends Claim<boolean> {
  /** Rank of [dphi; dh] at the initialization. */
  readonly rank: number | null;
}

export interface MetricFacts {
  readonly intrinsicMetric: MetricSection;
  readonly recoverability: RecoverabilitySection;
}
