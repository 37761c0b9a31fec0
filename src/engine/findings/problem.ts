/** A finding about the text of a spec: what, where (exact range), why, what to do. */

/** Zero-based, as in the language server protocol: `character` counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = "error" | "warning" | "information";

export interface Problem {
  /** Lower-case words with hyphens, grouped by a dot; each has a page `docs/codes/CODE.md`. */
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** One or two sentences: what is wrong and why, in the user's terms. */
  readonly message: string;
  readonly range: Range;
  /** What to do about it, one sentence. */
  readonly help: string;
  /** What can be done about it at a click, the best first; none: nothing. */
  readonly cures?: readonly Cure[];
  /** Words that may be written instead, the best first; none: nothing. */
  readonly fixes?: readonly Fix[];
  /** Other places of the text that it has to do with. */
  readonly related?: readonly Related[];
}

/** A change of the spec that is known together with the problem: the text in `range` is replaced. */
export interface Fix {
  /** What a button says. */
  readonly title: string;
  readonly range: Range;
  readonly newText: string;
  /** False where the new word means something near, but not the same: nobody should take it unread. */
  readonly same: boolean;
}

/** What stands elsewhere in the same text, and has to do with a problem. */
export interface Related {
  readonly range: Range;
  readonly message: string;
}

/** A change of the spec that is computed when it is asked for (tasks/cure/cure.ts). */
export interface Cure {
  readonly id: CureId;
  /** What a button says. */
  readonly title: string;
}

/** Every cure there is; a new one is a name here and a case in tasks/cure/cure.ts. */
export const CURE_IDS = [
  "nearest-relaxed-balanced",
  "make-balanced",
  "choose-lambda",
  "break-symmetry",
  "reduce-width",
  "escape-sooner",
  "linear-output",
  "balance-circuits",
] as const;

export type CureId = (typeof CURE_IDS)[number];

/** Every code there is. A test checks that each has its page in `docs/codes/` and that no page is orphaned. */
export const PROBLEM_CODES = [
  "spec.empty",
  "spec.syntax",
  "spec.too-large",
  "spec.not-drawn",
  "spec.too-deep",
  "spec.duplicate-key",
  "spec.unknown-property",
  "spec.missing-property",
  "spec.wrong-type",
  "spec.wrong-value",
  "spec.conflict",
  "spec.unknown-layer",
  "spec.cycle",
  "spec.duplicate-name",
  "spec.shape-mismatch",
  "spec.unused-layer",
  "init.no-relaxed-balanced-point",
  "init.not-relaxed-balanced",
  "init.on-invariant-manifold",
  "init.near-invariant-manifold",
  "init.path-not-resolved",
  "init.near-singular",
  "init.out-of-range",
  "init.file-unreadable",
  "init.file-mismatch",
  "init.file-not-finite",
  "init.signal-lost",
  "plateau.long",
  "metric.not-intrinsic",
  "laws.incomplete",
  "training.dead-units",
  "training.double-sigmoid",
  "expect.failed",
  "expect.needs-run",
  "flow.step-size-unstable",
  "flow.ended-early",
  "data.unreadable",
  "data.mismatch",
  "audit.not-finite",
  "audit.impossible-change",
  "audit.tied-parts",
  "audit.idle-parts",
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];
