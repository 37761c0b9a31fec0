/** How the metric test explains itself: the notes beside its claims. */
import { formatNumber } from "../../findings/numbers";
import type { RankDecision } from "../../math/dense/rank";
import type { GraphRecovery } from "./graph";
import type { Measurement } from "./measure";
import type { TheoremCheck } from "./theorems";
import { t } from "../../findings/language";

export const PATHS_OF_GRAPHS = t`φ lists the products of weights along paths, and where weights are shared or numbers are pooled it is not listed yet: what the metric does there is open.`;

/** What the kernel's dimension rests on. */
export function gapNote({ clear, gap, kernel, rank }: RankDecision): string {
  if (!clear) return t`The singular values show no clear gap: treat this number with care.`;
  if (kernel.columns === 0) return t`No singular value is near zero.`;
  if (rank === 0) return t`Every singular value is zero: at this point neither φ nor any law changes to first order.`;
  if (gap === null) return t`There are fewer equations than parameters; none of their singular values is near zero.`;
  return t`The values on the two sides of the decision differ by a factor of ${formatNumber(gap, 2)}.`;
}

export function unknownNote(found: Measurement): string {
  if (found.violation === null || found.decision === null)
    return t`The metric has too many derivatives to compute, and no theorem decides.`;
  return found.decision.clear
    ? t`Along directions that change neither φ nor any law the metric changes by up to ${formatNumber(found.atMost, 2)} relative to its norm: more than rounding explains, and less than ${formatNumber(found.tolerance, 1)}, from where it counts as a violation. The initialization is probably very near a set on which the property holds, but not on it.`
    : t`The singular values of [∂φ; ∂h] show no clear gap around ${formatNumber(found.decision.tolerance, 1)}, so the kernel cannot be told from rounding.`;
}

/** The hypotheses that were checked, in a sentence. */
export function becauseSentence({ hypotheses }: TheoremCheck): string {
  return `${sentenceCase(hypotheses.map(({ text }) => text).join("; "))}.`;
}

export function disagreement(decisive: TheoremCheck, found: Measurement): string {
  const numbers = decisive.hypotheses
    .filter(({ residual }) => residual !== undefined)
    .map(
      ({ text, residual, tolerance }) =>
        t`${text}: ${formatNumber(residual!, 2)} against the tolerance ${formatNumber(tolerance!, 2)}`,
    )
    .join("; ");
  const violation = found.violation === null ? t`not computed` : formatNumber(found.violation, 2);
  const tolerance = formatNumber(found.tolerance, 2);
  return decisive.conclusion === "holds"
    ? t`Theorem and measurement disagree. By the theorem it holds (${numbers}). Measured, it fails (violation ${violation}, tolerance ${tolerance}). The initialization is probably very near a set on which the property holds, but not on it.`
    : t`Theorem and measurement disagree. By the theorem it fails (${numbers}). Measured, it holds (violation ${violation}, tolerance ${tolerance}). The initialization is probably very near a set on which the property holds, but not on it.`;
}

export function recoverySentence(graph: GraphRecovery): string {
  return recoveryClauses(graph)
    .map((clause) => `${clause}.`)
    .join(" ");
}

/** The same, clause by clause, for a list of hypotheses. */
export function recoveryClauses(graph: GraphRecovery): string[] {
  if (graph.looseEdges > 0) {
    const names = graph.deadNeurons.join(", ") + (graph.deadNeuronCount > graph.deadNeurons.length ? ", …" : "");
    const neurons = graph.deadNeuronCount === 0 ? [] : [t`Neurons on no path of nonzero weights: ${names}`];
    return [
      t`φ does not see ${graph.looseEdges} of the weights to first order, because zero weights cut every path through them`,
      ...neurons,
    ];
  }
  if (graph.frozenWeights === 0) return [joinedClause(graph)];
  return [
    joinedElsewhereClause(graph),
    t`The ${graph.frozenWeights} weights of layers that reach no output never move: each is a law itself`,
  ];
}

function joinedClause({ zeroWeights }: GraphRecovery): string {
  return zeroWeights === 0
    ? t`Checked on the graph: every weight is nonzero, and every hidden neuron is joined to an input or bias and to an output`
    : t`Checked on the graph: ${zeroWeights} weights are zero, but each lies on a path whose other weights are nonzero, and every hidden neuron is joined to an input or bias and to an output`;
}

/** The same, but for layers that reach no output. */
function joinedElsewhereClause({ zeroWeights }: GraphRecovery): string {
  return zeroWeights === 0
    ? t`Checked on the graph: every weight is nonzero, and every hidden neuron of the other layers is joined to an input or bias and to an output`
    : t`Checked on the graph: ${zeroWeights} weights are zero, but each lies on a path whose other weights are nonzero, and every hidden neuron of the other layers is joined to an input or bias and to an output`;
}

/** Whether the weights that phi does not see are all zero. */
export function idleSentence({ looseEdges, looseZeroEdges, deadNeuronCount }: GraphRecovery): string {
  const nonzero = looseEdges - looseZeroEdges;
  if (nonzero > 0)
    return t`the neurons that no path of nonzero weights crosses have no weights at all (${nonzero} of theirs are not zero)`;
  const idle =
    deadNeuronCount === 1
      ? t`the neuron that no path of nonzero weights crosses has no weights at all.`
      : t`the ${deadNeuronCount} neurons that no path of nonzero weights crosses have no weights at all.`;
  return `${idle} ${t`On every network near this one with the same laws each hidden neuron has as much weight coming in as going out, or is crossed by a path of nonzero weights; so φ fixes its weights up to signs that the metric does not see`}`;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where Theorem 3.9 decides although the start itself shows nothing. */
export const UNSEEN = t`The violation at the initialization is too small to measure; it grows with the weights that are almost zero.`;
export const DOUBT = t`The imbalance is larger than rounding of drawn weights, and smaller than what typed ones can be held to.`;
export const UNSEEN_SINGULAR = t`At the initialization itself the set of parameters with the same laws is singular, and to first order nothing shows: the property fails at networks near it with the same laws.`;
export const SINGULAR_RECOVERY = t`Some directions change neither φ nor any law to first order, but the laws' gradients are dependent at the initialization: to first order alone it cannot be decided.`;
export const SINGULAR = t`The laws' gradients are dependent at the initialization, so the set of parameters with the same laws is singular there: the kernel is not its tangent space, and other points meet the laws only as far as rounding lets a singular equation be solved. The measurement cannot decide, and no theorem does.`;

export function largestOverBasis(atMost: number): string {
  return t`The largest over an orthonormal basis of the kernel; over its whole span it is at most ${formatNumber(atMost, 2)}.`;
}

export const VIOLATED_NEARBY = t`The necessary condition holds at the initialization itself, but is violated at a nearby point with the same laws.`;

export const NOT_CONFIRMED = t`The necessary condition holds at the initialization, but no theorem applies and it could not be confirmed at other points with the same laws.`;

export function holdsElsewhere(neighbours: number): string {
  return t`The necessary condition holds at the initialization and at ${neighbours} other points with the same laws; no theorem known to us says that it is sufficient here.`;
}

export function sufficientAlthough(ours: TheoremCheck, neighbours: number): string {
  return `${becauseSentence(ours)} ${t`This is sufficient, although the initialization is not relaxed balanced. The necessary condition holds at the initialization and at ${neighbours} other points with the same laws.`}`;
}

export function closedFields(rank: number, listed: number): string {
  return t`The fields ∇φ span their own Lie algebra, and ∂φ has its generic rank ${rank} here, so with the laws that are not listed the kernel is ${NOTHING} (with the listed ones alone its dimension is ${listed}).`;
}

/** The space that holds 0 alone, as formulas write it. */
const NOTHING = "{0}";

export function listMayMiss(listed: number): string {
  return t`The listed laws are not known to be all; with them the kernel has dimension ${listed}, with the missing ones it may be smaller, so nothing follows.`;
}

export function beyondBudget(parameters: number): string {
  return t`The kernel test on ${parameters} parameters is beyond its budget.`;
}

export const BEING_MEASURED = t`It is being measured.`;

/** Why there is no verdict, beside `unknownNote`. */
export const NO_FINITE_PHI = t`No finite-dimensional φ is known for this network, so the property is not defined here yet.`;
export const WEIGHTS_BEYOND_RANGE = t`Some weights are so large, or all of them so small, that their products leave the range of double precision.`;
export const PRODUCTS_BEYOND_RANGE = t`The products of the weights along the layers leave the range of double precision.`;
export const LISTED_ALONE = t`With the listed laws alone nothing follows.`;
export const SINGLE_LAYER = t`With a single layer φ(θ) determines θ.`;

export function decidedNarrow(widths: string, note: string | undefined): string {
  return `${t`Decided on the network of widths ${widths}, to which these laws confine it.`} ${note ?? ""}`.trim();
}

/** Why there is no pair. */
export const TOO_WIDE_FOR_PAIR = t`The pair was not looked for: the network is too wide for it.`;
export const NO_KERNEL_NO_PAIR = t`The kernel is not known, so no pair was looked for.`;
export const PAIR_TOO_LONG = t`Looking for a second network with the same φ and the same laws would take too long at this size.`;
export const NO_PAIR_NEARBY = t`No second network with the same φ and the same laws was found near the initialization.`;
export const NO_PAIR_SO_FAR = t`No second network with the same φ and the same laws was found as far as the search may go at this size.`;
