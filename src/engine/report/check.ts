/** A spec as a test of itself: the expectations in its text, and how each was decided. JSON-safe, with their places. */
import type { Range } from "../findings/problem";

export interface ExpectationList {
  readonly title: string | null;
  /** Of the key `expect`; `null`: the text expects nothing. */
  readonly section: Range | null;
  /** In the order of the text, each name once; a name that nothing can be held against is among them. */
  readonly entries: readonly ListedExpectation[];
}

export interface ListedExpectation {
  readonly name: string;
  /** From its name to the end of its value. */
  readonly range: Range;
  /** As it is written. */
  readonly value: string;
  /** What it speaks of, in Markdown; `null`: nothing has this name. */
  readonly says: string | null;
}

/** What a check of all expectations of a text came to. */
export interface CheckResult {
  readonly entries: readonly CheckedExpectation[];
}

export interface CheckedExpectation extends Pick<ListedExpectation, "name" | "range"> {
  readonly decision: Decision;
}

export type Decision =
  | { readonly kind: "holds" }
  /** `expected` and `found`: in words, for a comparison. */
  | { readonly kind: "fails"; readonly message: string; readonly expected: string; readonly found: string }
  /** Nothing could be held against it: why, and what to do. */
  | { readonly kind: "undecided"; readonly message: string; readonly help: string };
