/** What the metric test answers. */
import type { Claim } from "../../findings/claim";
import type { RankDecision } from "../../math/dense/rank";
import type { Verdict } from "../../findings/verdict";
import type { TheoremCheck } from "./theorems";
import type { WitnessPair } from "./witness";

/** What is known of one circuit (circuits/circuit.ts). */
export interface CircuitVerdict {
  /** "attention.scores"; of several wires that share weights, all of them. */
  readonly name: string;
  /**
   * What changes its channels unseen: every matrix; one number each; one complex number for each pair; `linked`: several of these, on
   * wires that share weights.
   */
  readonly kind: "matrix" | "rescaling" | "phases" | "linked";
  readonly channels: number;
  readonly verdict: Claim<Verdict>;
  /** dim(ker ∂φ ∩ ker ∂h) of its own products and laws. */
  readonly kernelDimension: Claim<number>;
  readonly violation: Claim<number>;
  readonly recoverable: Claim<boolean>;
  /**
   * How far its law matrices are from multiples of the identity, relatively, at the worst of its wires, and the multiple there; `null`:
   * none of its wires has a matrix.
   */
  readonly balance: { readonly lambda: number; readonly imbalance: number } | null;
  readonly openQuestion: boolean;
}

export interface MetricResult {
  readonly verdict: Claim<Verdict>;
  /** What the kernel inclusion at theta says by itself. */
  readonly measurement: Claim<Verdict>;
  /** The statements that could decide, each with its hypotheses. */
  readonly theorems: readonly TheoremCheck[];
  readonly kernelDimension: Claim<number>;
  readonly violation: Claim<number>;
  readonly recoverable: Claim<boolean>;
  readonly openQuestion: boolean;
  readonly decision: RankDecision | null;
  /** Where φ is made of the products through circuits: the same for each. */
  readonly circuits?: readonly CircuitVerdict[];
  /** Where the property fails: the pair that shows it, or why there is none. */
  readonly witness:
    { readonly pair: WitnessPair; readonly fromInitialization: boolean } | { readonly note: string } | null;
}
