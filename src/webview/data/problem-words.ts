/**
 * What each problem is about, in the words of docs/codes/README.md. A problem's own sentences name its layers and numbers
 * and are English: in another language these say first what it is.
 */
import { speaksEnglish, t } from "../../engine/findings/language";
import type { ProblemCode } from "../../engine/findings/problem";

/** `null` in English, where the problem says it itself; and of a code of another version. */
export function aboutProblem(code: ProblemCode): string | null {
  return speaksEnglish() ? null : ((PROBLEM_WORDS as Readonly<Record<string, string>>)[code] ?? null);
}

export const PROBLEM_WORDS: Readonly<Record<ProblemCode, string>> = {
  "spec.empty": t`there is nothing in the file`,
  "spec.syntax": t`this is not JSON with comments`,
  "spec.too-large": t`the text or the network is too large`,
  "spec.not-drawn": t`the network is read, but too large for its weights to be drawn`,
  "spec.too-deep": t`brackets within brackets`,
  "spec.duplicate-key": t`a property stands twice`,
  "spec.unknown-property": t`there is no such property here`,
  "spec.missing-property": t`a property is needed`,
  "spec.wrong-type": t`the value is of another kind`,
  "spec.wrong-value": t`the value cannot be`,
  "spec.conflict": t`two things do not fit together`,
  "spec.unknown-layer": t`a name refers to no layer above`,
  "spec.cycle": t`a layer takes from itself`,
  "spec.duplicate-name": t`two layers have one name`,
  "spec.shape-mismatch": t`explicit weights do not fit their layer`,
  "spec.unused-layer": t`nothing takes from a layer`,
  "init.no-relaxed-balanced-point": t`no weights satisfy the equation`,
  "init.not-relaxed-balanced": t`the start is off the relaxed balanced set`,
  "init.on-invariant-manifold": t`training cannot separate or move some neurons`,
  "init.near-invariant-manifold": t`some neurons start almost tied`,
  "init.path-not-resolved": t`the grid is too coarse for the path`,
  "init.near-singular": t`the end of a linear neural ODE is nearly singular`,
  "init.out-of-range": t`weights or numbers computed from them leave the range of double precision`,
  "init.file-unreadable": t`the file of weights cannot be read, or is refused`,
  "init.file-mismatch": t`the file of weights lacks a tensor, or has it in another shape`,
  "init.file-not-finite": t`tensors of the file have NaN or infinities`,
  "init.signal-lost": t`signals vanish or explode on their way through the layers`,
  "plateau.long": t`the loss stays on its plateau for most of the run`,
  "metric.not-intrinsic": t`φ(θ) does not determine its own future`,
  "laws.incomplete": t`there are laws that no list contains`,
  "training.dead-units": t`relu units are 0 on every sample`,
  "training.double-sigmoid": t`the output is squashed twice`,
  "expect.failed": t`an expectation does not hold`,
  "expect.needs-run": t`an expectation waits for a simulation`,
  "flow.step-size-unstable": t`the learning rate is too large`,
  "flow.ended-early": t`the run stopped before its end`,
  "data.unreadable": t`a data file cannot be read`,
  "data.mismatch": t`a data file does not fit the spec`,
  "audit.not-finite": t`a tensor has NaN or infinities`,
  "audit.impossible-change": t`a law changed as the claimed run cannot change it`,
  "audit.tied-parts": t`units, heads or experts are identical, opposite or proportional`,
  "audit.idle-parts": t`units, heads or experts are zero`,
};
