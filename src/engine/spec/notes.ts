/** Where the steps of reading write down what they find. */
import type { Fix, Problem, ProblemCode, Related, Severity } from "../findings/problem";
import type { Lines, Span } from "./text/lines";
import { shortened } from "../findings/words";
import { t } from "../findings/language";

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

type Note = (code: ProblemCode, at: Span, message: Words, help: Words, more?: () => More) => void;

/** What comes with a problem, in places of the text. */
export interface More {
  readonly fixes?: readonly SpanFix[];
  readonly related?: readonly { readonly at: Span; readonly message: string }[];
}

export interface SpanFix extends Omit<Fix, "range"> {
  readonly at: Span;
}

/** Texts may hold 10^5 mistakes, and few are shown: what takes time to word is worded when it is. */
type Words = string | (() => string);

interface Found {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly at: Span;
  readonly message: Words;
  readonly help: Words;
  readonly more: (() => More) | undefined;
}

/** Nobody reads more, and an editor that must draw 10^5 squiggles stops answering. Errors are kept before others. */
export const MOST_PROBLEMS = 100;

/** So many are kept at a time, before those that cannot be among the shown are dropped. */
const CROWD = 20 * MOST_PROBLEMS;

export function takeNotes(lines: Lines): Notes {
  let found: Found[] = [];
  let left = 0;
  const errors: Span[] = [];
  const note =
    (severity: Severity): Note =>
    (code, at, message, help, more) => {
      if (severity === "error") errors.push(at);
      found.push({ code, severity, at, message, help, more });
      if (found.length < CROWD) return;
      left += found.length - MOST_PROBLEMS;
      found = foremost(found);
    };
  return {
    error: note("error"),
    warning: note("warning"),
    information: note("information"),
    errors: () => errors.length,
    textOf: (span) => shortened(lines.textOf(span)),
    errorsWithin: (span) => errors.filter((at) => contains(span, at)).length,
    errorsOutside: (spans) => errors.filter((at) => !spans.some((span) => contains(span, at))).length,
    problems: () => inOrder(found, left, lines),
  };
}

function contains(outer: Span, inner: Span): boolean {
  return inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length;
}

function said(words: Words): string {
  return typeof words === "string" ? words : words();
}

/** The first MOST_PROBLEMS, errors before others, each in the order of their place. */
function foremost(found: readonly Found[]): Found[] {
  const rank = { error: 0, warning: 1, information: 2 };
  return found.toSorted((a, b) => rank[a.severity] - rank[b.severity] || place(a, b)).slice(0, MOST_PROBLEMS);
}

function place(a: Found, b: Found): number {
  return a.at.offset - b.at.offset;
}

function placed({ fixes = [], related = [] }: More, lines: Lines): { fixes?: Fix[]; related?: Related[] } {
  return {
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(({ at, ...fix }) => ({ ...fix, range: lines.rangeOf(at) })) }),
    ...(related.length === 0
      ? {}
      : { related: related.map(({ at, message }) => ({ range: lines.rangeOf(at), message })) }),
  };
}

function inOrder(found: readonly Found[], dropped: number, lines: Lines): Problem[] {
  const kept = foremost(found)
    .sort(place)
    .map(({ code, severity, at, message, help, more }): Problem => ({
      code,
      severity,
      message: said(message),
      range: lines.rangeOf(at),
      help: said(help),
      ...(more === undefined ? {} : placed(more(), lines)),
    }));
  const left = dropped + found.length - kept.length;
  const last = kept.at(-1);
  if (left > 0 && last !== undefined)
    kept[kept.length - 1] = { ...last, message: `${last.message} ${t`(${left} more problems are not listed.)`}` };
  return kept;
}
