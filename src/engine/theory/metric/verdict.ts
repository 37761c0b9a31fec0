/**
 * Does theta have the intrinsic metric property: is M = dphi dphiᵀ a function of phi on the set of parameters that
 * share theta's laws (arXiv:2508.07370, Def. 2.10)?
 *
 * Necessary (Thm 2.14): ker dphi ∩ ker dh ⊂ ker dM (measure.ts). Sufficient: the kernel is {0} (recoverability, Thm
 * 2.17), or a theorem on the architecture (theorems.ts). The measurement and the theorem are made independently; where
 * they contradict each other the claim is `unknown` and both are shown. Where the property fails, a pair of networks
 * shows it (witness.ts).
 *
 * h must be *all* laws. Where the list of known ones is not known to be complete, the kernel that is computed may be
 * too large, and a violation along it proves nothing: the claim is `unknown`, unless the fields have the Frobenius
 * property and dphi has its generic rank at theta. Then dphi has constant rank near theta, its range is integrable, and
 * the laws, listed or not, have gradients that span ker dphi: the true kernel is {0} (Prop. 2.21).
 */
import type { Claim } from "../../findings/claim";
import { measured, theorem, unknown } from "../../findings/claim";
import { budgetOf, type Share } from "../../findings/budget";
import { telling, type Effort, type Progress } from "../../findings/progress";
import { cited } from "../../findings/reference";
import type { RankDecision } from "../../math/dense/rank";
import { spectrumSteps } from "../../math/dense/rank";
import type { Network } from "../../model/network";
import { fixedNote } from "../../model/fixed";
import { isGraph, isLinearChain, isPurePathLifting, phiKindOf } from "../../model/structure";
import { effectiveChain, type EffectiveChain } from "../balance/effective-width";
import { canBalance, isRepresentable } from "../balance/relaxed-balance";
import { countLaws, countLimits, type LawCount } from "../laws/count";
import { combine, type Evidence, type Neighbour } from "./combine";
import { recoverOnGraph } from "./graph";
import { graphTheorems, RECOVERY } from "./graph-theorems";
import { kernelTest, type KernelTest } from "./kernel";
import { lawMap, type LawMap } from "./law-map";
import { pointWithSameLaws, type Meter } from "./level-set";
import type { LiftedMap } from "./lifted";
import { liftedMap } from "./lifted";
import { measure, probe, probeCost, type Measurement } from "./measure";
import { isProof, isRegular } from "./regularity";
import type { Verdict } from "../../findings/verdict";
import type { MetricResult } from "./result";
import type { TheoremCheck } from "./theorems";
import { applies, checkTheorems } from "./theorems";
import { findPair } from "./witness";
import * as words from "./words";

/** Products with the differentials that the search for another point takes, at least: it is not begun for less. */
const PAIR_STEPS = 1000;
/** Other points with the same laws that are tried where no theorem speaks. */
const NEIGHBOURS = 2;
const STAGE: Progress = { stage: "Testing whether the metric is intrinsic", fraction: null };

/** Where a theorem decides, `soFar` is told before the measurement that is held against it. */
export function* decideMetric(
  network: Network,
  count: LawCount,
  theta: Float64Array,
  effort: Effort = "typing",
  pair: "pair" | "no pair" = "pair",
): Generator<Progress & { readonly soFar?: MetricResult }, MetricResult> {
  const budget = (share: Share): number => budgetOf(share, theta.length, effort);
  const fixed = fixedNote(network);
  if (fixed !== null) return nothing(fixed);
  if (phiKindOf(network) === "function") return nothing(words.NO_FINITE_PHI);
  if (phiKindOf(network) === "path-lifting" && !isGraph(network)) return nothing(words.PATHS_OF_GRAPHS);
  if (!isRepresentable(theta)) return nothing(words.WEIGHTS_BEYOND_RANGE);
  if (network.layers.length === 1) return single();
  yield STAGE;
  const graph = isPurePathLifting(network) ? recoverOnGraph(network, theta) : null;
  const chain = isLinearChain(network) ? effectiveChain(network, theta) : null;
  const theorems =
    graph !== null
      ? graphTheorems(graph)
      : chain === null || !canBalance(chain.network)
        ? []
        : yield* telling(checkTheorems(chain), STAGE);
  const proven = theorems.find((check) => check.published && applies(check)) ?? null;
  const combined = function* (
    found: Measurement | null,
    neighbours: readonly Neighbour[] = [],
  ): Generator<Progress, MetricResult> {
    const kernelHere = found?.decision?.kernel.columns ?? 0;
    const regular = kernelHere === 0 ? null : yield* telling(isRegular(count, theta), STAGE);
    return { ...combine({ network, found, neighbours, theorems, proven, graph, regular }), witness: null };
  };
  const wantsPair = ({ verdict }: MetricResult): boolean => pair === "pair" && verdict.value === "fails";
  const map = liftedMap(network);
  if (map === null) return yield* combined(null);
  const kernel = kernelTest(network, map, count.families);
  const laws = lawMap(count.families);
  const affordable = kernel.cost <= budget("kernel");
  const probing = !affordable && count.complete.value === true && probeCost(map, laws) <= budget("kernel");
  if (!affordable && !probing)
    return proven === null && chain !== null && chain.narrow.length > 0
      ? yield* decideNarrow(chain, yield* combined(null), effort)
      : yield* combined(null);
  if (!isOrdinary(map.metric(theta).size)) return nothing(words.PRODUCTS_BEYOND_RANGE);
  if (proven !== null) {
    const evidence: Evidence = { network, found: null, neighbours: [], theorems, proven, graph, regular: null };
    yield { ...STAGE, soFar: { ...combine(evidence, words.BEING_MEASURED), witness: null } };
  }
  if (probing) {
    const found = yield* probe(map, laws, theta);
    const result = yield* combined(found?.verdict === "fails" ? found : null);
    return found !== null && wantsPair(result)
      ? { ...result, witness: yield* witnessOf(map, laws, found, [], budget("pair")) }
      : result;
  }
  const decision = yield* telling(kernel.decide(theta), STAGE);
  if (decision === null) return yield* combined(null);
  if (decision.kernel.columns > 0 && count.complete.value !== true) {
    const hasFields = count.frobenius === true && count.lieDimension.value !== null;
    const rankOfPhi = hasFields ? (yield* telling(spectrumSteps(map.jacobian(theta)), STAGE)).rank : null;
    const unlisted = withUnlistedLaws(count, decision, rankOfPhi, proven, theorems);
    if (unlisted !== null) return unlisted;
  }
  const found = yield* measure(map, decision, theta, budget("violation"));
  const needsNeighbours =
    found.verdict === "holds" &&
    decision.kernel.columns > 0 &&
    proven === null &&
    PAIR_STEPS * laws.work <= budget("pair") &&
    kernel.cost <= budget("kernel") / 4;
  const near = needsNeighbours ? yield* measureNeighbours(map, laws, kernel, theta, budget("violation")) : [];
  const neighbours: Neighbour[] = [];
  for (const one of near) neighbours.push({ ...one, proves: yield* telling(isProof(count, laws, theta, one), STAGE) });
  const result = yield* combined(found, neighbours);
  return wantsPair(result)
    ? {
        ...result,
        witness: yield* witnessOf(
          map,
          laws,
          found,
          neighbours.filter(({ proves }) => proves),
          budget("pair"),
        ),
      }
    : result;
}

/** Too wide to test as it is written: the network of the effective width has the property exactly when this one has. */
function* decideNarrow(
  chain: EffectiveChain,
  asWritten: MetricResult,
  effort: Effort,
): Generator<Progress, MetricResult> {
  const count = yield* countLaws(chain.network, countLimits(effort));
  const narrow = yield* quietly(decideMetric(chain.network, count, chain.theta, effort, "no pair"));
  const widths = [chain.network.inputs, ...chain.network.layers.map(({ units }) => units)].join(", ");
  const found = narrow.verdict;
  return {
    ...asWritten,
    verdict: {
      ...found,
      note: words.decidedNarrow(widths, found.note),
    },
    measurement: narrow.measurement,
    violation: narrow.violation,
    openQuestion: narrow.openQuestion,
    witness: found.value === "fails" ? { note: words.TOO_WIDE_FOR_PAIR } : null,
  };
}

/** What another network's study has found so far says nothing of this one. */
function* quietly<T>(steps: Generator<Progress, T>): Generator<Progress, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const { stage, fraction } = step.value;
    yield { stage, fraction };
  }
}

/** ‖M‖ is the square of the products of weights along the layers: the same range as for the weights themselves. */
function isOrdinary(size: number): boolean {
  return size === 0 || (size > 1e-60 && size < 1e60);
}

/**
 * The inclusion is necessary at *every* point with theta's laws. Where no theorem speaks, a few of them are tried: at a
 * degenerate theta (many zeros, say) the inclusion may hold by accident.
 */
function* measureNeighbours(
  map: LiftedMap,
  laws: LawMap,
  kernel: KernelTest,
  theta: Float64Array,
  most: number,
): Generator<Progress, Measurement[]> {
  const found: Measurement[] = [];
  for (let seed = 1; seed <= NEIGHBOURS; seed++) {
    const point = yield* pointWithSameLaws(laws, theta, seed, { left: most });
    const decision = point === null ? null : yield* telling(kernel.decide(point), STAGE);
    if (point !== null && decision !== null) found.push(yield* measure(map, decision, point, most));
  }
  return found;
}

/**
 * From the initialization if it can be; else from a point with the same laws, where the metric changes along the
 * kernel.
 */
function* witnessOf(
  map: LiftedMap,
  laws: LawMap,
  found: Measurement,
  neighbours: readonly Measurement[],
  most: number,
): Generator<Progress, NonNullable<MetricResult["witness"]>> {
  if (found.verdict === "unknown") return { note: words.NO_KERNEL_NO_PAIR };
  if (PAIR_STEPS * (map.work + laws.work) > most) return { note: words.PAIR_TOO_LONG };
  const meter: Meter = { left: most };
  for (const start of [found, ...neighbours]) {
    if (start.verdict !== "fails") continue;
    const pair = yield* findPair(map, laws, start, meter);
    if (pair !== null) return { pair, fromInitialization: start === found };
  }
  return {
    note: meter.left > 0 ? words.NO_PAIR_NEARBY : words.NO_PAIR_SO_FAR,
  };
}

/** The verdict where the list of laws is not complete and the kernel of the listed ones is not {0}. */
function withUnlistedLaws(
  count: LawCount,
  decision: RankDecision,
  rankOfPhi: number | null,
  proven: TheoremCheck | null,
  theorems: readonly TheoremCheck[],
): MetricResult | null {
  const listed = decision.kernel.columns;
  const base = { theorems, decision, witness: null };
  if (count.frobenius === true && rankOfPhi !== null && rankOfPhi === count.lieDimension.value) {
    const note = words.closedFields(count.lieDimension.value, listed);
    const sure = <T>(value: T): Claim<T> =>
      count.lieDimension.basis === "certified"
        ? theorem(value, FROBENIUS, { note })
        : measured(value, count.lieDimension.residual ?? 0, count.lieDimension.tolerance ?? 0, {
            reference: FROBENIUS.text,
            note,
          });
    return {
      ...base,
      verdict: sure("holds"),
      measurement: unknown(words.LISTED_ALONE),
      kernelDimension: sure(0),
      violation: sure(0),
      recoverable: sure(true),
      openQuestion: false,
    };
  }
  if (proven !== null) return null;
  const note = words.listMayMiss(listed);
  return { ...base, ...allUnknown(note), openQuestion: true };
}

const FROBENIUS = cited("arXiv:2508.07370", "proposition", "2.21", " (Frobenius property) and Theorem 2.17");

/** One layer: theta is read off phi(theta), so the kernel is {0} whatever the weights. */
function single(): MetricResult {
  const note = words.SINGLE_LAYER;
  const verdict = theorem<Verdict>("holds", RECOVERY, { note });
  return {
    verdict,
    measurement: verdict,
    theorems: [],
    kernelDimension: theorem(0, RECOVERY, { note }),
    violation: theorem(0, RECOVERY, { note }),
    recoverable: theorem(true, RECOVERY, { note }),
    openQuestion: false,
    decision: null,
    witness: null,
  };
}

/** No answer for a reason of ours, not because theory leaves the case open. */
function nothing(note: string): MetricResult {
  return { ...allUnknown(note), theorems: [], openQuestion: false, decision: null, witness: null };
}

function allUnknown(
  note: string,
): Pick<MetricResult, "verdict" | "measurement" | "kernelDimension" | "violation" | "recoverable"> {
  const undecided: Claim<Verdict> = { value: "unknown", basis: "unknown", note };
  return {
    verdict: undecided,
    measurement: undecided,
    kernelDimension: unknown(note),
    violation: unknown(note),
    recoverable: unknown(note),
  };
}
