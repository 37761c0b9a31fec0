/**
 * The necessary condition at one theta, in floating point: the kernel of [dphi; dh] by its spectrum, and how much the
 * metric changes along it. Both come with the numbers they were decided on.
 *
 * Where the network is too large for the kernel, one direction of it is still within reach: v = g - A^+ A g for a
 * Gaussian g and A = [dphi; dh], by conjugate gradients. It can show that the property fails (for a Gaussian g with
 * probability 1 when it does), never that it holds.
 */
import { telling, type Progress } from "../../findings/progress";
import type { Verdict } from "../../findings/verdict";
import { norm } from "../../math/dense/matrix";
import type { RankDecision } from "../../math/dense/rank";
import { leastNormSteps } from "../../math/iterative/least-norm";
import { randomStream } from "../../math/random/streams";
import type { LawMap } from "./law-map";
import { samePhiAndLaws } from "./level-set";
import type { LiftedMap } from "./lifted";
import { largestViolation } from "./violation";

/**
 * violation * ‖theta‖ (which does not depend on the scale of theta) above this means the metric changes along the
 * kernel.
 */
const VIOLATION_TOLERANCE = 1e-8;
/**
 * … and below this, some thousand roundings, that it does not. Between the two lies what the laws of a start near a set
 * with the property leave of the violation: 10^-9 beside relaxed balance is a violation of 10^-10, which rounding does
 * not explain.
 */
const VIOLATION_ROUNDING = 1e-12;
export interface Measurement {
  readonly theta: Float64Array;
  /** null when only one direction of the kernel was tried … */
  readonly decision: RankDecision | null;
  /** … then: how much of [dphi; dh] is left along it, relatively, and how much may be. */
  readonly probed?: { readonly residual: number; readonly tolerance: number };
  /** null when too large to compute. */
  readonly violation: number | null;
  /** A proven upper bound of the violation; equal to it unless only the basis vectors were tried. */
  readonly atMost: number;
  /** What the violation was held against at this theta: the tolerance it exceeds, or the one it stays below. */
  readonly tolerance: number;
  /** The unit kernel vector along which the metric changes most, of those that were tried. */
  readonly direction: Float64Array | null;
  readonly verdict: Verdict;
}

/** `most`: operations that the derivatives of the metric along the kernel may take, and their Gram matrix. */
export function* measure(
  map: Pick<LiftedMap, "metric" | "metricWork">,
  decision: RankDecision,
  theta: Float64Array,
  most: number,
): Generator<Progress, Measurement> {
  const size = norm(theta) || 1;
  const [tolerance, rounding] = [VIOLATION_TOLERANCE / size, VIOLATION_ROUNDING / size];
  const kernel = decision.kernel.columns;
  const none = { theta, decision, tolerance, direction: null };
  if (kernel === 0)
    return decision.clear
      ? { ...none, tolerance: rounding, violation: 0, atMost: 0, verdict: "holds" }
      : { ...none, violation: 0, atMost: 0, verdict: "unknown" };
  if (kernel * map.metricWork > most) return { ...none, violation: null, atMost: Infinity, verdict: "unknown" };
  const { value, bound, direction } = yield* largestViolation(map.metric(theta), decision.kernel, most);
  const measurement = { theta, decision, violation: value, atMost: bound, direction };
  if (!decision.clear) return { ...measurement, tolerance, verdict: "unknown" };
  if (value > tolerance) return { ...measurement, tolerance, verdict: "fails" };
  return bound <= rounding
    ? { ...measurement, tolerance: rounding, verdict: "holds" }
    : { ...measurement, tolerance, verdict: "unknown" };
}

/** A direction counts as one of the kernel when A changes along it by less than this, relatively … */
const IN_KERNEL = 1e-9;
/** … and as found by rounding alone when it is shorter than this fraction of the draw. */
const SHORTEST = 1e-4;
const PROJECTION = { tolerance: 1e-13, steps: 600 };

/** Operations of `probe`, typically: half the steps, each with two products, and a derivative of the metric. */
export function probeCost(map: LiftedMap, laws: LawMap): number {
  return PROJECTION.steps * (map.work + laws.work) + map.metricWork;
}

/** A measurement along one random direction of the kernel; null when none was found. */
export function* probe(map: LiftedMap, laws: LawMap, theta: Float64Array): Generator<Progress, Measurement | null> {
  const size = norm(theta);
  if (size === 0) return null;
  yield { stage: "Looking for a direction that neither φ nor the laws see", fraction: null };
  const equations = samePhiAndLaws(map, laws, theta);
  const a = equations.differential(theta);
  const random = randomStream(1, "probe");
  const g = Float64Array.from(theta, () => random.normal());
  const seen = yield* telling(leastNormSteps(a, a.apply(g), PROJECTION, equations.work), {
    stage: "Looking for a direction that neither φ nor the laws see",
    fraction: null,
  });
  const unseen = g.map((x, i) => x - seen[i]);
  const length = norm(unseen);
  if (length <= SHORTEST * norm(g)) return null;
  const direction = unseen.map((x) => x / length);
  const residual = norm(a.apply(direction)) / (norm(a.apply(seen)) / norm(seen));
  if (residual > IN_KERNEL) return null;
  yield { stage: "Testing whether the metric is intrinsic", fraction: null };
  const metric = map.metric(theta);
  const violation = norm(metric.derivative(direction)) / metric.size;
  // What is left of A along it could change the metric by about as much.
  const tolerance = Math.max(VIOLATION_TOLERANCE, 100 * IN_KERNEL) / size;
  const probed = { residual, tolerance: IN_KERNEL };
  return {
    theta,
    decision: null,
    probed,
    violation,
    atMost: Infinity,
    tolerance,
    direction,
    verdict: violation > tolerance ? "fails" : "unknown",
  };
}
