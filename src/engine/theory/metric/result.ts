/** What the metric test answers. */
import type { Claim } from "../../findings/claim";
import type { RankDecision } from "../../math/dense/rank";
import type { Verdict } from "../../findings/verdict";
import type { TheoremCheck } from "./theorems";
import type { WitnessPair } from "./witness";

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
  /** Where the property fails: the pair that shows it, or why there is none. */
  readonly witness:
    { readonly pair: WitnessPair; readonly fromInitialization: boolean } | { readonly note: string } | null;
}
