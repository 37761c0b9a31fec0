/**
 * Does theta have the intrinsic metric property: is M = dphi dphiᵀ a function of phi on the set of parameters that share
 * theta's laws (arXiv:2508.07370, Def. 2.10)?
 *
 * Necessary (Thm 2.14): ker dphi ∩ ker dh ⊂ ker dM. Sufficient: the kernel is {0} (recoverability, Thm 2.17), or a theorem
 * on the architecture (theorems.ts). The measurement and the theorem are made independently; where they contradict each
 * other the claim is `unknown` and both are shown.
 *
 * h must be *all* laws. Where the list of known ones is not known to be complete, the kernel that is computed may be too
 * large, and a violation along it proves nothing: the claim is `unknown`, unless the fields have the Frobenius property
 * and dphi has its generic rank at theta. Then dphi has constant rank near theta, its range is integrable, and the laws,
 * listed or not, have gradients that span ker dphi: the true kernel is {0} (Prop. 2.21).
 */
import type { Claim } from "../../findings/claim";
import { measured, theorem, unknown } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import type { Progress } from "../../findings/progress";
import { norm } from "../../math/dense/matrix";
import type { RankDecision } from "../../math/dense/rank";
import { decideRank } from "../../math/dense/rank";
import type { Network } from "../../model/network";
import { isLinearChain, isPurePathLifting, phiKindOf } from "../../model/structure";
import { balanceOf, canBalance, isRepresentable } from "../balance/relaxed-balance";
import type { LawCount } from "../laws/count";
import type { LawFamily } from "../laws/families";
import type { GraphRecovery } from "./graph";
import { recoverOnGraph } from "./graph";
import { decideKernel } from "./kernel";
import { pointWithSameLaws } from "./level-set";
import type { LiftedMap } from "./lifted";
import { liftedMap } from "./lifted";
import type { TheoremVerdict } from "./theorems";
import { decideByTheorem } from "./theorems";
import { largestViolation } from "./violation";

export type Verdict = "holds" | "fails" | "unknown";

export interface MetricResult {
  readonly verdict: Claim<Verdict>;
  readonly kernelDimension: Claim<number>;
  readonly violation: Claim<number>;
  readonly recoverable: Claim<boolean>;
  readonly openQuestion: boolean;
  readonly decision: RankDecision | null;
}

/** violation * ‖theta‖ (which does not depend on the scale of theta) above this means the metric changes along the kernel. */
export const VIOLATION_TOLERANCE = 1e-8;
/** Multiplications that the rank decision, and that the derivatives of the metric, may take: a few seconds each. */
const LARGEST_RANK_DECISION = 6e8;
const LARGEST_DERIVATIVE = 1e9;
/** Other points with the same laws that are tried where no theorem decides. */
const NEIGHBOURS = 2;
const NECESSARY = "arXiv:2508.07370, Theorem 2.14";
const RECOVERY = "arXiv:2508.07370, Theorem 2.17";
/** Cited only where every weight is nonzero, as its hypothesis asks. */
const NONZERO = `${RECOVERY}; ICLR Corollary 3.3 (v1: 3.9)`;
const FROBENIUS = "arXiv:2508.07370, Proposition 2.21 (Frobenius property) and Theorem 2.17";

export function* decideMetric(network: Network, count: LawCount, theta: Float64Array): Generator<Progress, MetricResult> {
  if (phiKindOf(network) === "function")
    return nothing("No finite-dimensional φ is known for this activation, so the property is not defined here yet.");
  if (!isRepresentable(theta))
    return nothing("Some weights are so large, or all of them so small, that their products leave the range of double precision.");
  if (network.layers.length === 1) return single();
  const graph = isPurePathLifting(network) ? recoverOnGraph(network, theta) : null;
  const proven = isLinearChain(network) && network.layers.length > 1 && canBalance(network) ? decideByTheorem(network, theta, balanceOf(network, theta)) : null;
  const map = liftedMap(network);
  const { families } = count;
  const laws = families.reduce((sum, family) => sum + family.count, 0);
  const rows = map === null ? Infinity : map.dimension + laws;
  const work = rows * theta.length * Math.min(rows, theta.length);
  yield { stage: "Testing whether the metric is intrinsic", fraction: null };
  if (map === null || work > LARGEST_RANK_DECISION) return withoutMeasurement(graph, proven, theta.length);
  const jacobian = map.jacobian(theta);
  if (!isRepresentable(jacobian.data))
    return nothing("The products of the weights along the layers leave the range of double precision.");
  const decision = decideKernel(jacobian, families, theta);
  yield { stage: "Testing whether the metric is intrinsic", fraction: null };
  if (decision.kernel.columns > 0 && count.complete.value !== true) {
    const unlisted = withUnlistedLaws(count, decision, () => decideRank(jacobian).rank, proven);
    if (unlisted !== null) return unlisted;
  }
  const measurement = yield* measure(map, decision, theta);
  const needsNeighbours = measurement.verdict === "holds" && decision.kernel.columns > 0 && proven === null;
  const neighbours = needsNeighbours && work <= LARGEST_RANK_DECISION / 4 ? yield* measureNeighbours(map, families, theta) : [];
  return combine(network, measurement, neighbours, proven, graph);
}

/**
 * The inclusion is necessary at *every* point with theta's laws. Where no theorem speaks, a few of them are tried: at a
 * degenerate theta (many zeros, say) the inclusion may hold by accident.
 */
function* measureNeighbours(map: LiftedMap, families: readonly LawFamily[], theta: Float64Array): Generator<Progress, Measurement[]> {
  const found: Measurement[] = [];
  for (let seed = 1; seed <= NEIGHBOURS; seed++) {
    const point = pointWithSameLaws(families, theta, seed);
    yield { stage: "Trying other points with the same laws", fraction: seed / NEIGHBOURS };
    if (point !== null) found.push(yield* measure(map, decideKernel(map.jacobian(point), families, point), point));
  }
  return found;
}

/** The verdict where the list of laws is not complete and the kernel of the listed ones is not {0}. */
function withUnlistedLaws(count: LawCount, decision: RankDecision, rankOfPhi: () => number, proven: TheoremVerdict | null): MetricResult | null {
  const listed = decision.kernel.columns;
  if (count.frobenius === true && count.lieDimension.value !== null && rankOfPhi() === count.lieDimension.value) {
    const note = `The fields ∇φ span their own Lie algebra, and ∂φ has its generic rank ${count.lieDimension.value} here, so with the laws that are not listed the kernel is {0} (with the listed ones alone its dimension is ${listed}).`;
    const sure = <T>(value: T): Claim<T> =>
      count.lieDimension.basis === "certified"
        ? theorem(value, FROBENIUS, { note })
        : measured(value, count.lieDimension.residual ?? 0, count.lieDimension.tolerance ?? 0, { reference: FROBENIUS, note });
    return { verdict: sure("holds"), kernelDimension: sure(0), violation: sure(0), recoverable: sure(true), openQuestion: false, decision };
  }
  if (proven !== null) return null;
  const note = `The listed laws are not known to be all; with them the kernel has dimension ${listed}, with the missing ones it may be smaller, so nothing follows.`;
  return {
    verdict: undecided(note), kernelDimension: unknown(note), violation: unknown(note), recoverable: unknown(note), openQuestion: true, decision,
  };
}

interface Measurement {
  readonly decision: RankDecision;
  /** null when too large to form. */
  readonly violation: number | null;
  /** A proven upper bound of the violation; equal to it unless only the basis vectors were tried. */
  readonly atMost: number;
  /** violation's tolerance at this theta. */
  readonly tolerance: number;
  readonly verdict: Verdict;
}

function* measure(map: LiftedMap, decision: RankDecision, theta: Float64Array): Generator<Progress, Measurement> {
  const size = norm(theta);
  const tolerance = size === 0 ? VIOLATION_TOLERANCE : VIOLATION_TOLERANCE / size;
  const kernel = decision.kernel.columns;
  if (kernel === 0) return { decision, violation: 0, atMost: 0, tolerance, verdict: decision.clear ? "holds" : "unknown" };
  const work = kernel * map.dimension ** 2 * map.terms;
  if (work > LARGEST_DERIVATIVE) return { decision, violation: null, atMost: Infinity, tolerance, verdict: "unknown" };
  const { value, bound } = yield* largestViolation(map.metric(theta), map.metricDerivative(theta), decision.kernel);
  const verdict = !decision.clear ? "unknown" : value > tolerance ? "fails" : bound <= tolerance ? "holds" : "unknown";
  return { decision, violation: value, atMost: bound, tolerance, verdict };
}

function combine(network: Network, found: Measurement, neighbours: readonly Measurement[], proven: TheoremVerdict | null, graph: GraphRecovery | null): MetricResult {
  const { decision } = found;
  const kernel = decision.kernel.columns;
  const smallest = decision.singularValues[decision.rank - 1] ?? 0;
  const base = {
    kernelDimension: measured(kernel, decision.residual, decision.tolerance, {
      note: gapNote(decision),
    }),
    violation:
      found.violation === null
        ? unknown<number>("The metric is too large to differentiate entry by entry.")
        : measured(found.violation, found.violation, found.tolerance, {
            reference: NECESSARY,
            ...(found.atMost > found.violation
              ? { note: `The largest over an orthonormal basis of the kernel; over its whole span it is at most ${formatNumber(found.atMost, 2)}.` }
              : {}),
          }),
    decision,
  };
  const recoverable =
    graph !== null && graph.looseEdges === 0
      ? theorem(true, RECOVERY, { note: recoverySentence(graph) })
      : !decision.clear
        ? unknown<boolean>("The singular values of [∂φ; ∂h] show no clear gap.")
        : measured(kernel === 0, kernel === 0 ? smallest : decision.residual, decision.tolerance, {
            reference: RECOVERY,
            ...(graph === null ? {} : { note: recoverySentence(graph) }),
          });
  return { ...base, recoverable, ...finalVerdict(network, found, neighbours, proven, recoverable, graph) };
}

function finalVerdict(
  network: Network,
  found: Measurement,
  neighbours: readonly Measurement[],
  proven: TheoremVerdict | null,
  recoverable: Claim<boolean>,
  graph: GraphRecovery | null,
): { verdict: Claim<Verdict>; openQuestion: boolean } {
  const numbers = found.violation === null ? {} : { residual: found.violation, tolerance: found.tolerance };
  if (proven !== null) {
    if (found.verdict !== "unknown" && found.verdict !== proven.verdict)
      return {
        verdict: {
          value: "unknown",
          basis: "unknown",
          reference: proven.reference,
          note: `Theorem and measurement disagree. By the theorem it ${proven.verdict}: ${proven.because} (imbalance ${formatNumber(proven.residual, 2)}, tolerance ${formatNumber(proven.tolerance, 2)}). Measured, it ${found.verdict} (violation ${found.violation === null ? "not computed" : formatNumber(found.violation, 2)}, tolerance ${formatNumber(found.tolerance, 2)}). The initialization is probably very near, but not on, the relaxed balanced set.`,
        },
        openQuestion: false,
      };
    return { verdict: theorem(proven.verdict, proven.reference, { note: proven.because, ...numbers }), openQuestion: false };
  }
  if (recoverable.value === true && recoverable.basis === "theorem")
    return { verdict: theorem("holds", graph?.zeroWeights === 0 ? NONZERO : RECOVERY, { ...(recoverable.note === undefined ? {} : { note: recoverable.note }), ...numbers }), openQuestion: false };
  if (found.verdict === "unknown") return { verdict: undecided(unknownNote(found)), openQuestion: true };
  const openQuestion = isOpenInThePaper(network);
  const residual = found.violation ?? 0;
  if (found.verdict === "fails")
    return { verdict: measured("fails", residual, found.tolerance, { reference: NECESSARY, note: "The necessary condition of the theorem is violated at the initialization." }), openQuestion };
  if (found.decision.kernel.columns === 0) return { verdict: measured("holds", residual, found.tolerance, { reference: RECOVERY }), openQuestion: false };
  const failing = neighbours.find(({ verdict }) => verdict === "fails");
  if (failing !== undefined)
    return {
      verdict: measured("fails", failing.violation ?? 0, failing.tolerance, {
        reference: NECESSARY,
        note: "The necessary condition holds at the initialization itself, but is violated at a nearby point with the same laws.",
      }),
      openQuestion,
    };
  if (neighbours.length === 0 || neighbours.some(({ verdict }) => verdict !== "holds"))
    return {
      verdict: undecided("The necessary condition holds at the initialization, but no theorem applies and it could not be confirmed at other points with the same laws."),
      openQuestion: true,
    };
  return {
    verdict: measured("holds", Math.max(residual, ...neighbours.map(({ violation }) => violation ?? 0)), found.tolerance, {
      reference: NECESSARY,
      note: `The necessary condition holds at the initialization and at ${neighbours.length} other points with the same laws; no theorem known to us says that it is sufficient here.`,
    }),
    openQuestion: true,
  };
}

/** Two layers with more hidden units than inputs and outputs: the paper leaves open which initializations have the property. */
function isOpenInThePaper(network: Network): boolean {
  if (!isLinearChain(network) || network.layers.length !== 2) return false;
  return network.layers[0].units > Math.max(network.inputs, network.layers[1].units);
}

function unknownNote(found: Measurement): string {
  return found.violation === null
    ? "The metric is too large to differentiate entry by entry, and no theorem decides."
    : `The singular values of [∂φ; ∂h] show no clear gap around ${formatNumber(found.decision.tolerance, 1)}, so the kernel cannot be told from rounding.`;
}

/** What the graph or a theorem alone can say when the dense test is out of reach. */
function withoutMeasurement(graph: GraphRecovery | null, proven: TheoremVerdict | null, parameters: number): MetricResult {
  const tooLarge = `The dense test on ${parameters} parameters is beyond its budget.`;
  const none = { violation: unknown<number>(tooLarge), decision: null };
  if (graph !== null && graph.looseEdges === 0) {
    const note = recoverySentence(graph);
    return {
      ...none,
      violation: theorem(0, RECOVERY, { note: "The kernel is {0}." }),
      kernelDimension: theorem(0, RECOVERY, { note }),
      recoverable: theorem(true, RECOVERY, { note }),
      verdict: theorem("holds", graph.zeroWeights === 0 ? NONZERO : RECOVERY, { note }),
      openQuestion: false,
    };
  }
  const kernelDimension = unknown<number>(tooLarge);
  if (graph !== null && graph.looseZeroEdges > 0)
    return { ...none, kernelDimension, recoverable: theorem(false, RECOVERY, { note: recoverySentence(graph) }), verdict: undecided(recoverySentence(graph)), openQuestion: true };
  if (proven !== null)
    return { ...none, kernelDimension, recoverable: unknown(tooLarge), verdict: theorem(proven.verdict, proven.reference, { note: proven.because, residual: proven.residual, tolerance: proven.tolerance }), openQuestion: false };
  return { ...none, kernelDimension, recoverable: unknown(tooLarge), verdict: undecided(tooLarge), openQuestion: true };
}

/** One layer: theta is read off phi(theta), so the kernel is {0} whatever the weights. */
function single(): MetricResult {
  const note = "With a single layer φ(θ) determines θ.";
  return {
    verdict: theorem("holds", RECOVERY, { note }), kernelDimension: theorem(0, RECOVERY, { note }), violation: theorem(0, RECOVERY, { note }),
    recoverable: theorem(true, RECOVERY, { note }), openQuestion: false, decision: null,
  };
}

/** No answer for a reason of ours, not because theory leaves the case open. */
function nothing(note: string): MetricResult {
  return {
    verdict: undecided(note), kernelDimension: unknown(note), violation: unknown(note), recoverable: unknown(note),
    openQuestion: false, decision: null,
  };
}

function gapNote({ clear, gap, kernel, rank }: RankDecision): string {
  if (!clear) return "The singular values show no clear gap: treat this number with care.";
  if (kernel.columns === 0) return "No singular value is near zero.";
  if (rank === 0) return "Every singular value is zero: at this point neither φ nor any law changes to first order.";
  if (gap === null) return "There are fewer equations than parameters; none of their singular values is near zero.";
  return `The values on the two sides of the decision differ by a factor of ${formatNumber(gap, 2)}.`;
}

function undecided(note: string): Claim<Verdict> {
  return { value: "unknown", basis: "unknown", note };
}

function recoverySentence(graph: GraphRecovery): string {
  if (graph.looseEdges > 0) {
    const names = graph.deadNeurons.join(", ") + (graph.deadNeuronCount > graph.deadNeurons.length ? ", …" : "");
    const neurons = graph.deadNeuronCount === 0 ? "" : ` Neurons on no path of nonzero weights: ${names}.`;
    return `φ does not see ${graph.looseEdges} of the weights to first order, because zero weights cut every path through them.${neurons}`;
  }
  const zeros = graph.zeroWeights === 0 ? "every weight is nonzero" : `${graph.zeroWeights} weights are zero, but each lies on a path whose other weights are nonzero`;
  const frozen = graph.frozenWeights === 0 ? "" : ` The ${graph.frozenWeights} weights of layers that reach no output never move: each is a law itself.`;
  return `Checked on the graph: ${zeros}, and every hidden neuron ${frozen === "" ? "" : "of the other layers "}is joined to an input or bias and to an output.${frozen}`;
}
