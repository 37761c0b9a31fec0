/**
 * Spec and cure in, change of the text out: what the editor's quick fixes and the panel's buttons run. A generator like
 * `analyzeSpec`.
 *
 * Invariant: no change is handed out that was not checked. The changed text is read, drawn and analysed by the very
 * engine that found the problem, and it must come out as intrinsic; if it does not, the next best lambda is tried,
 * lambda = 0 last. (Cures of an invariant manifold: cure-symmetry.ts; of a long plateau: cure-scale.ts; of an output:
 * cure-output.ts; of circuits: circuits.ts.)
 */
import { t } from "../../findings/language";
import type { CureId } from "../../findings/problem";
import type { Progress } from "../../findings/progress";
import { norm } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import { drawingCost, entrySize } from "../../model/initializers";
import type { InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import { drawRelaxedBalanced, relaxedDrawingCost } from "../../model/relaxed-balanced";
import { isLinearChain } from "../../model/structure";
import type { Report } from "../../report/types";
import type { NewInitialization } from "../../spec/edit/initialization";
import { editInitialization, editLambda, readable } from "../../spec/edit/initialization";
import { replacementFor } from "../../spec/edit/text-edit";
import { readSpec } from "../../spec/read";
import { layersOf, traceLambda, type Widths } from "../../theory/balance/constraint";
import { canFindNearest, nearestRelaxedBalanced } from "../../theory/balance/nearest";
import { isRepresentable } from "../../theory/balance/relaxed-balance";
import { LARGEST_DRAW, parametersOf } from "../../subject/parameters";
import { needsTheWeights } from "../../subject/words";
import { analyzeSpec } from "../analyze/analyze";
import { cureCircuits } from "./circuits";
import type { CuredSpec } from "./cured-spec";
import type { CureFiles } from "./file-start";
import { withFile } from "./in-file";
import { lambdaText, movedInFile, movesInText, percent, zeros, type Proposal } from "./moved";
import { cureOutput } from "./output";
import type { CureResult } from "./result";
import { cureScale } from "./scale";
import { startOf } from "./start";
import { cureSymmetry, isSymmetryCure, type SymmetryCure } from "./symmetry";
import { switchedToBalanced, switchedToRelaxedBalanced, withFailed } from "./words";

export interface CureOptions extends Partial<CureFiles> {
  /** Only quoted; files are read and written by what the host gives. */
  readonly path: string | null;
  readonly cure: CureId;
}

export type { CureResult } from "./result";

export function* cureSpec(text: string, options: CureOptions): Generator<Progress, CureResult> {
  const { path, cure, openWeights = null, writeNewFiles = null } = options;
  yield { stage: "Reading the spec", fraction: null };
  const { network, initialization: plan, training, places, problems, tooLargeToDraw } = readSpec(text);
  if (network === null || plan === null || problems.some(({ severity }) => severity === "error"))
    return { kind: "invalid", problems };
  if (tooLargeToDraw !== null)
    return { kind: "refused", reason: needsTheWeights(tooLargeToDraw), help: tooLargeToDraw.help };
  if (cure === "linear-output") return yield* cureOutput(text, path, openWeights);
  const spec: CuredSpec = { text, path, network, plan, training, file: null };
  if (plan.file === undefined) return yield* cureStart(spec, cure);
  yield { stage: "Reading the weights", fraction: null };
  const read = parametersOf(network, plan, places, openWeights);
  if (read.kind === "none") return { kind: "invalid", problems: [...problems, ...read.problems] };
  const given = { text, path, network, plan, theta: read.theta, openWeights, writeNewFiles };
  return yield* withFile(given, plan.file, (file) => cureStart({ ...spec, file }, cure));
}

function* cureStart(spec: CuredSpec, cure: Exclude<CureId, "linear-output">): Generator<Progress, CureResult> {
  const { text, path, network, plan, file } = spec;
  const ofSymmetry = isSymmetryCure(cure);
  if (cure === "balance-circuits") return yield* cureCircuits(spec);
  if (cure === "escape-sooner") return yield* cureScale(spec);
  if (!ofSymmetry && (!isLinearChain(network) || network.layers.length < 2)) return NOT_A_CHAIN;
  if (drawingCost(network, plan) > LARGEST_DRAW) return TOO_LARGE;
  yield { stage: "Drawing the initialization", fraction: null };
  const drawn = startOf(spec);
  if (ofSymmetry)
    return drawn.kind === "none" ? NOTHING_HOLDS : yield* cureSymmetry({ ...spec, theta: drawn.theta }, cure);
  const widths = [network.inputs, ...network.layers.map(({ units }) => units)];
  if (relaxedDrawingCost(widths) > LARGEST_DRAW) return TOO_LARGE;
  if (drawn.kind === "none")
    return yield* firstThatHolds(text, path, lambdaProposals(text, [drawn.why.nearby, zeros(widths)]));
  if (!isRepresentable(drawn.theta)) return NOT_REPRESENTABLE;
  const given: Given = { text, network, plan, widths, theta: drawn.theta };
  yield { stage: "Finding the nearest relaxed balanced point", fraction: null };
  if (file !== null && cure !== "choose-lambda") {
    if (!canFindNearest(widths)) return TOO_LARGE;
    return (yield* movedInFile(file, widths, ORDERS[cure], isCured)) ?? NOTHING_HOLDS;
  }
  const proposals = CURES[cure](given);
  return proposals === null ? TOO_LARGE : yield* firstThatHolds(text, path, proposals);
}

interface Given {
  readonly text: string;
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly widths: Widths;
  readonly theta: Float64Array;
}

/** Which points are tried, the first that holds is taken. */
const ORDERS = { "nearest-relaxed-balanced": ["free", "zero"], "make-balanced": ["zero"] } as const;

/** Proposals are made one at a time: a later one is computed only if the ones before it fail. `null`: too large. */
const CURES: Readonly<
  Record<
    Exclude<CureId, SymmetryCure | "escape-sooner" | "linear-output" | "balance-circuits">,
    (spec: Given) => Iterable<Proposal> | null
  >
> = {
  "nearest-relaxed-balanced": (spec) =>
    isExplicit(spec) ? movedWeights(spec, "nearest-relaxed-balanced") : relaxedScheme(spec),
  "make-balanced": (spec) => (isExplicit(spec) ? movedWeights(spec, "make-balanced") : balancedScheme(spec)),
  "choose-lambda": chosenLambda,
};

function* firstThatHolds(
  text: string,
  path: string | null,
  proposals: Iterable<Proposal>,
): Generator<Progress, CureResult> {
  for (const proposal of proposals) {
    const edit = proposal.text === null ? null : replacementFor(text, proposal.text);
    if (proposal.text === null || edit === null) continue;
    const result = yield* analyzeSpec(proposal.text, { path });
    // What the author expects is the author's: it is not changed, but said.
    if (result.kind === "report" && isCured(result.report))
      return { kind: "edit", edits: [edit], message: withFailed(proposal.message, result.report.problems) };
  }
  return NOTHING_HOLDS;
}

/** Too large to measure: then at least relaxed balanced, which is all that a cure can bring about. */
function isCured({ intrinsicMetric, initialization }: Report): boolean {
  return (
    intrinsicMetric.value === "holds" ||
    (intrinsicMetric.value !== "fails" && initialization.relaxedBalanced.value === true)
  );
}

// ---- explicit weights -----------------------------------------------------------------------------------------------

function isExplicit({ plan }: Given): boolean {
  return plan.layers.every(({ scheme }) => scheme === "explicit");
}

function movedWeights({ text, widths, theta }: Given, cure: keyof typeof ORDERS): Iterable<Proposal> | null {
  return canFindNearest(widths) ? movesInText(text, widths, theta, ORDERS[cure]) : null;
}

// ---- schemes --------------------------------------------------------------------------------------------------------

function* relaxedScheme(spec: Given): Generator<Proposal> {
  const { widths, theta } = spec;
  yield* relaxedProposals(
    spec,
    traceLambda(layersOf(widths, theta)),
    t`the multiple of the identity nearest to the drawn imbalance`,
  );
}

function* balancedScheme(spec: Given): Generator<Proposal> {
  const { text, plan } = spec;
  const scale = firstLayerSize(spec);
  yield {
    text: editInitialization(text, { scheme: "balanced", scale, seed: plan.seed }),
    message: switchedToBalanced({ scale, seed: plan.seed }),
  };
}

function chosenLambda(spec: Given): Iterable<Proposal> | null {
  const { widths, theta } = spec;
  if (!canFindNearest(widths)) return null;
  const point = nearestRelaxedBalanced(widths, theta, "free");
  const why =
    point === null
      ? t`that of the nearest relaxed balanced point`
      : t`that of the nearest relaxed balanced point; it is ${percent(point.distance)} of ‖θ‖ away`;
  return relaxedProposals(spec, point?.lambda ?? zeros(widths), why);
}

/** The wanted lambda, then without those that are 0 to the digits written, then 0. */
function* relaxedProposals(spec: Given, wanted: readonly number[], why: string): Generator<Proposal> {
  const { text, plan, widths } = spec;
  const scale = firstLayerSize(spec);
  const tried: (readonly number[])[] = [];
  for (const lambda of lambdaCandidates(widths, wanted.map(readable), plan.seed)) {
    if (tried.some((one) => one.every((l, i) => l === lambda[i]))) continue;
    tried.push(lambda);
    const reason = lambda.every((l, i) => l === readable(wanted[i]))
      ? why
      : t`the nearest found for which these widths are intrinsic; ${lambdaText(wanted)} is not`;
    const change: NewInitialization = { scheme: "relaxed-balanced", lambda, scale, seed: plan.seed };
    yield {
      text: editInitialization(text, change),
      message: switchedToRelaxedBalanced(lambdaText(lambda), reason, { scale, seed: plan.seed }),
    };
  }
}

function* lambdaProposals(text: string, candidates: readonly (readonly number[])[]): Generator<Proposal> {
  for (const lambda of candidates)
    yield {
      text: editLambda(text, lambda),
      message: t`λ is now ${lambdaText(lambda)}, the nearest list found for which weights exist.`,
    };
}

/** A draw of a wide network takes long: it is made here only after the wanted lambda has failed. */
function* lambdaCandidates(widths: Widths, wanted: readonly number[], seed: number): Generator<readonly number[]> {
  yield wanted;
  const draw = drawRelaxedBalanced(widths, wanted, 1, randomStream(seed, "relaxed-balanced"));
  if (draw.kind === "none") yield draw.why.nearby;
  yield zeros(widths);
}

/**
 * What `scale` means to the schemes that draw all layers together: the standard deviation of the first layer's entries.
 */
function firstLayerSize({ network, plan, widths, theta }: Given): number {
  const asked = entrySize(plan.layers[0], network.inputs, widths[1]);
  const first = theta.subarray(0, widths[0] * widths[1]);
  const size = asked ?? norm(first) / Math.sqrt(first.length);
  return readable(size === 0 ? norm(theta) / Math.sqrt(theta.length) : size);
}

const NOT_A_CHAIN: CureResult = {
  kind: "refused",
  reason: t`Relaxed balance is defined for chains of at least two dense linear layers without biases.`,
  help: t`This network has no such cure.`,
};
const TOO_LARGE: CureResult = {
  kind: "refused",
  reason: t`This network is too large to move its weights while you wait.`,
  help: t`Choose the scheme "relaxed-balanced" or "balanced" by hand, or make the layers narrower.`,
};
const NOT_REPRESENTABLE: CureResult = {
  kind: "refused",
  reason: t`The weights are so large or so small that their products cannot be represented.`,
  help: t`Choose weights of ordinary size first.`,
};
const NOTHING_HOLDS: CureResult = {
  kind: "refused",
  reason: t`No change that was tried makes the dynamics intrinsic: each was analysed, and none came out as holding.`,
  help: t`Nothing was changed. Try another seed or other widths, or the scheme "balanced" by hand.`,
};
