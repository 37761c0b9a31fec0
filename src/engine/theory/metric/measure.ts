/**
 * The necessary condition at one theta, in floating point: the kernel of [dphi; dh] by its spectrum, and how much the metric
 * changes along it. Both come with the numbers they were decided on.
 */
import type { Progress } from "../../findings/progress";
import { norm } from "../../math/dense/matrix";
import type { RankDecision } from "../../math/dense/rank";
import type { LiftedMap } from "./lifted";
import { largestViolation } from "./violation";

export type Verdict = "holds" | "fails" | "unknown";

/** violation * ‖theta‖ (which does not depend on the scale of theta) above this means the metric changes along the kernel. */
export const VIOLATION_TOLERANCE = 1e-8;
/** Multiplications that the derivatives of the metric may take: a few seconds. */
const LARGEST_DERIVATIVE = 3e9;

export interface Measurement {
  readonly theta: Float64Array;
  readonly decision: RankDecision;
  /** null when too large to compute. */
  readonly violation: number | null;
  /** A proven upper bound of the violation; equal to it unless only the basis vectors were tried. */
  readonly atMost: number;
  /** violation's tolerance at this theta. */
  readonly tolerance: number;
  /** The unit kernel vector along which the metric changes most. */
  readonly direction: Float64Array | null;
  readonly verdict: Verdict;
}

export function* measure(map: LiftedMap, decision: RankDecision, theta: Float64Array): Generator<Progress, Measurement> {
  const size = norm(theta);
  const tolerance = size === 0 ? VIOLATION_TOLERANCE : VIOLATION_TOLERANCE / size;
  const kernel = decision.kernel.columns;
  const none = { theta, decision, tolerance, direction: null };
  if (kernel === 0) return { ...none, violation: 0, atMost: 0, verdict: decision.clear ? "holds" : "unknown" };
  const metric = map.metric(theta);
  if (kernel * metric.work > LARGEST_DERIVATIVE) return { ...none, violation: null, atMost: Infinity, verdict: "unknown" };
  const { value, bound, direction } = yield* largestViolation(metric, decision.kernel);
  const verdict = !decision.clear ? "unknown" : value > tolerance ? "fails" : bound <= tolerance ? "holds" : "unknown";
  return { theta, decision, violation: value, atMost: bound, tolerance, direction, verdict };
}
