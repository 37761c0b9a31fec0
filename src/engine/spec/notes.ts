/** Where the steps of reading write down what they find. */
import type { Problem, ProblemCode, Severity } from "../findings/problem";
import type { Lines, Span } from "./text/lines";
import { shortened } from "./words";

export type { Span } from "./text/lines";

export interface Notes {
  readonly error: Note;
  readonly warning: Note;
  readonly information: Note;
  /** How many errors there are so far … */
  errors(): number;
  /** … how many of them lie in this piece of the text … */
  errorsWithin(span: Span): number;
  /** … and how many lie in none of these pieces. */
  errorsOutside(spans: readonly Span[]): number;
  /** What stands in the text there, cut where it is long. */
  textOf(span: Span): string;
  /** In the order of their place in the text, at most MOST_PROBLEMS. */
  problems(): Problem[];
}

type Note = (code: ProblemCode, at: Span, message: Words, help: Words) => void;

/** Texts may hold 10^5 mistakes, and few are shown: what takes time to word is worded when it is. */
type Words = string | (() => string);

interface Found {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly at: Span;
  readonly message: Words;
  readonly help: Words;
}

/** Nobody reads more, and an editor that must draw 10^5 squiggles stops answering. Errors are kept before others. */
export const MOST_PROBLEMS = 100;

export function takeNotes(lines: Lines): Notes {
  const found: Found[] = [];
  const errors: Span[] = [];
  const note = (severity: Severity): Note => (code, at, message, help) => {
    if (severity === "error") errors.push(at);
    found.push({ code, severity, at, message, help });
  };
  return {
    error: note("error"),
    warning: note("warning"),
    information: note("information"),
    errors: () => errors.length,
    textOf: (span) => shortened(lines.textOf(span)),
    errorsWithin: (span) => errors.filter((at) => contains(span, at)).length,
    errorsOutside: (spans) => errors.filter((at) => !spans.some((span) => contains(span, at))).length,
    problems: () => inOrder(found, lines),
  };
}

function contains(outer: Span, inner: Span): boolean {
  return inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length;
}

function said(words: Words): string {
  return typeof words === "string" ? words : words();
}

function inOrder(found: readonly Found[], lines: Lines): Problem[] {
  const rank = { error: 0, warning: 1, information: 2 };
  const place = (a: Found, b: Found): number => a.at.offset - b.at.offset;
  const kept = found
    .toSorted((a, b) => rank[a.severity] - rank[b.severity] || place(a, b))
    .slice(0, MOST_PROBLEMS)
    .sort(place)
    .map(({ code, severity, at, message, help }): Problem => ({ code, severity, message: said(message), range: lines.rangeOf(at), help: said(help) }));
  const left = found.length - kept.length;
  const last = kept.at(-1);
  if (left > 0 && last !== undefined)
    kept[kept.length - 1] = { ...last, message: `${last.message} (${left} more problems are not listed.)` };
  return kept;
}
