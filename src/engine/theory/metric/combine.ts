/**
 * From what was proven and what was measured to the claims: the one place where the two meet. A claim is `theorem` only
 * by a published statement whose hypotheses were checked; a contradiction is `unknown`, with both sides in its note.
 */
import type { Claim } from "../../findings/claim";
import { measured, theorem, unknown } from "../../findings/claim";
import type { Network } from "../../model/network";
import { parameterCount } from "../../model/compile";
import { isLinearChain } from "../../model/structure";
import type { GraphRecovery } from "./graph";
import { RECOVERY } from "./graph-theorems";
import type { Verdict } from "../../findings/verdict";
import type { Measurement } from "./measure";
import type { MetricResult } from "./result";
import {
  DOUBT,
  SINGULAR,
  SINGULAR_RECOVERY,
  UNSEEN,
  UNSEEN_SINGULAR,
  becauseSentence,
  disagreement,
  gapNote,
  recoverySentence,
  unknownNote,
  NOT_CONFIRMED,
  VIOLATED_NEARBY,
  holdsElsewhere,
  largestOverBasis,
  sufficientAlthough,
  beyondBudget,
} from "./words";
import type { TheoremCheck } from "./theorems";
import { applies, isInDoubt } from "./theorems";
import { t } from "../../findings/language";

export interface Neighbour extends Measurement {
  /** It fails, at a point that lies on the level set beyond doubt, where that is a manifold (regularity.ts). */
  readonly proves: boolean;
}

export interface Evidence {
  readonly network: Network;
  /** `null`: too large. */
  readonly found: Measurement | null;
  /** At other points with the same laws. */
  readonly neighbours: readonly Neighbour[];
  readonly theorems: readonly TheoremCheck[];
  /** The published statement that decides. */
  readonly proven: TheoremCheck | null;
  readonly graph: GraphRecovery | null;
  /**
   * Whether the laws' gradients have the rank at theta that they have nearby; null: it was not asked, or is not known.
   */
  readonly regular: boolean | null;
}

type Combined = Omit<MetricResult, "witness">;

const NECESSARY = "arXiv:2508.07370, Theorem 2.14";

/** `unmeasured`: why nothing was measured, where nothing was. */
export function combine(evidence: Evidence, unmeasured = beyondBudget(parameterCount(evidence.network))): Combined {
  const { found, graph, theorems } = evidence;
  if (found === null) return withoutMeasurement(evidence, unmeasured);
  const recoverable = recoverabilityOf(found, graph, evidence.regular);
  const { decision } = found;
  return {
    theorems,
    measurement: inclusion(found),
    kernelDimension:
      decision === null
        ? unknown(t`The network is too large for the whole kernel; one direction of it was tried.`)
        : measured(decision.kernel.columns, decision.residual, decision.tolerance, { note: gapNote(decision) }),
    violation: violationOf(found),
    decision,
    recoverable,
    ...finalVerdict(evidence, found),
  };
}

/**
 * What the inclusion at theta alone says. It is sufficient only where the kernel is {0}; else the claim says it is met.
 */
function inclusion(found: Measurement): Claim<Verdict> {
  if (found.verdict === "unknown") return { value: "unknown", basis: "unknown", note: unknownNote(found) };
  const kernel = found.decision?.kernel.columns ?? null;
  const note =
    found.verdict === "fails"
      ? t`The metric changes along the kernel.`
      : kernel === 0
        ? t`The kernel is {0}: θ is recoverable from φ and the laws.`
        : t`The metric does not change along the kernel: the necessary condition is met at the initialization.`;
  return measured(found.verdict, found.violation ?? 0, found.tolerance, {
    reference: kernel === 0 ? RECOVERY.text : NECESSARY,
    note,
  });
}

function violationOf(found: Measurement): Claim<number> {
  if (found.violation === null) return unknown(t`The metric has too many derivatives to compute.`);
  if (found.decision === null)
    return measured(found.violation, found.violation, found.tolerance, {
      reference: NECESSARY,
      note: t`Along one random direction of the kernel: a lower bound of the largest.`,
    });
  const note =
    found.atMost > found.violation
      ? {
          note: largestOverBasis(found.atMost),
        }
      : {};
  return measured(found.violation, found.violation, found.tolerance, { reference: NECESSARY, ...note });
}

function recoverabilityOf(
  { decision, probed }: Measurement,
  graph: GraphRecovery | null,
  regular: boolean | null,
): Claim<boolean> {
  if (graph !== null && graph.looseEdges === 0) return theorem(true, RECOVERY, { note: recoverySentence(graph) });
  if (decision === null)
    return measured(false, probed?.residual ?? 0, probed?.tolerance ?? 0, {
      reference: RECOVERY.text,
      note: t`A direction was found that changes neither φ nor any law.`,
    });
  if (!decision.clear) return unknown(t`The singular values of [∂φ; ∂h] show no clear gap.`);
  const kernel = decision.kernel.columns;
  if (kernel > 0 && regular === false && graph === null) return unknown(SINGULAR_RECOVERY);
  const smallest = decision.singularValues[decision.rank - 1] ?? 0;
  return measured(kernel === 0, kernel === 0 ? smallest : decision.residual, decision.tolerance, {
    reference: RECOVERY.text,
    ...(graph === null ? {} : { note: recoverySentence(graph) }),
  });
}

type Final = Pick<Combined, "verdict" | "openQuestion">;

function onGraph(proven: TheoremCheck, numbers: { residual?: number; tolerance?: number } = {}): Final {
  return {
    verdict: theorem(proven.conclusion, proven.reference, { note: becauseSentence(proven), ...numbers }),
    openQuestion: false,
  };
}

function finalVerdict(evidence: Evidence, found: Measurement): Final {
  const { network, neighbours, theorems, proven, graph, regular } = evidence;
  const numbers = found.violation === null ? {} : { residual: found.violation, tolerance: found.tolerance };
  // Zeros of the graph are exact: a measurement beside them is rounding where it says otherwise.
  if (graph !== null && proven !== null) return onGraph(proven, found.verdict === proven.conclusion ? numbers : {});
  if (proven !== null) {
    // A violation below its tolerance contradicts nothing, and where the level set is singular the kernel is not its
    // tangent space.
    if (found.verdict === "fails" && proven.conclusion === "holds" && regular !== false)
      return {
        verdict: {
          value: "unknown",
          basis: "unknown",
          reference: proven.reference.text,
          note: disagreement(proven, found),
        },
        openQuestion: false,
      };
    const agrees = found.verdict === proven.conclusion;
    const unseen = proven.conclusion === "fails" && !agrees ? ` ${regular === false ? UNSEEN_SINGULAR : UNSEEN}` : "";
    return {
      verdict: theorem(proven.conclusion, proven.reference, {
        note: becauseSentence(proven) + unseen,
        ...(agrees ? numbers : {}),
      }),
      openQuestion: false,
    };
  }
  const doubt = theorems.find(isInDoubt);
  if (doubt !== undefined)
    return {
      verdict: { ...undecided(`${becauseSentence(doubt)} ${DOUBT}`), reference: doubt.reference.text },
      openQuestion: false,
    };
  if (found.verdict === "unknown") return { verdict: undecided(unknownNote(found)), openQuestion: true };
  const failing = neighbours.find(({ proves }) => proves);
  const unproven = neighbours.some(({ verdict, proves }) => verdict === "fails" && !proves);
  if (failing === undefined && (unproven || (regular === false && found.verdict === "fails")))
    return { verdict: undecided(SINGULAR), openQuestion: true };
  const openQuestion = isOpenInThePaper(network);
  const residual = found.violation ?? 0;
  const ours = theorems.find((check) => !check.published && applies(check));
  if (found.verdict === "fails") {
    if (ours !== undefined)
      return {
        verdict: {
          value: "unknown",
          basis: "unknown",
          reference: ours.reference.text,
          note: disagreement(ours, found),
        },
        openQuestion,
      };
    return {
      verdict: measured("fails", residual, found.tolerance, {
        reference: NECESSARY,
        note: t`The necessary condition of the theorem is violated at the initialization.`,
      }),
      openQuestion,
    };
  }
  if (found.decision?.kernel.columns === 0)
    return { verdict: measured("holds", residual, found.tolerance, { reference: RECOVERY.text }), openQuestion: false };
  if (failing !== undefined)
    return {
      verdict: measured("fails", failing.violation ?? 0, failing.tolerance, {
        reference: NECESSARY,
        note: VIOLATED_NEARBY,
      }),
      openQuestion,
    };
  if (neighbours.length === 0 || neighbours.some(({ verdict }) => verdict !== "holds"))
    return {
      verdict: undecided(NOT_CONFIRMED),
      openQuestion: true,
    };
  return {
    verdict: measured(
      "holds",
      Math.max(residual, ...neighbours.map(({ violation }) => violation ?? 0)),
      found.tolerance,
      {
        reference: ours === undefined ? NECESSARY : ours.reference.text,
        note: ours === undefined ? holdsElsewhere(neighbours.length) : sufficientAlthough(ours, neighbours.length),
      },
    ),
    openQuestion: true,
  };
}

/**
 * Two layers with more hidden units than inputs and outputs: the paper leaves open which initializations have the
 * property.
 */
function isOpenInThePaper(network: Network): boolean {
  if (!isLinearChain(network) || network.layers.length !== 2) return false;
  return network.layers[0].units > Math.max(network.inputs, network.layers[1].units);
}

/** What the graph or a theorem alone can say, without the test. */
function withoutMeasurement({ graph, theorems, proven }: Evidence, unmeasured: string): Combined {
  const none = {
    theorems,
    measurement: { ...undecided(unmeasured) },
    violation: unknown<number>(unmeasured),
    decision: null,
  };
  const kernelDimension = unknown<number>(unmeasured);
  if (graph?.looseEdges === 0 && proven !== null) {
    const note = recoverySentence(graph);
    return {
      ...none,
      violation: theorem(0, RECOVERY, { note: t`The kernel is {0}.` }),
      kernelDimension: theorem(0, RECOVERY, { note }),
      recoverable: theorem(true, RECOVERY, { note }),
      ...onGraph(proven),
    };
  }
  if (graph !== null && graph.looseZeroEdges > 0)
    return {
      ...none,
      kernelDimension,
      recoverable: theorem(false, RECOVERY, { note: recoverySentence(graph) }),
      ...(proven === null ? { verdict: undecided(recoverySentence(graph)), openQuestion: true } : onGraph(proven)),
    };
  if (proven !== null) {
    const decisive = proven.hypotheses.find(({ residual }) => residual !== undefined);
    const numbers = decisive === undefined ? {} : { residual: decisive.residual!, tolerance: decisive.tolerance! };
    return {
      ...none,
      kernelDimension,
      recoverable: unknown(unmeasured),
      verdict: theorem(proven.conclusion, proven.reference, { note: becauseSentence(proven), ...numbers }),
      openQuestion: false,
    };
  }
  return {
    ...none,
    kernelDimension,
    recoverable: unknown(unmeasured),
    verdict: undecided(unmeasured),
    openQuestion: true,
  };
}

function undecided(note: string): Claim<Verdict> {
  return { value: "unknown", basis: "unknown", note };
}
