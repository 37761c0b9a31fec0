/** Where the steps of reading write down what they find. */
import type { Problem, ProblemCode, Severity } from "../findings/problem";
import type { Lines, Span } from "./text/lines";

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
  /** There are far more problems than will be shown: no need to word further ones with care. */
  crowded(): boolean;
  /** In the order of their place in the text, at most MOST_PROBLEMS. */
  problems(): Problem[];
}

type Note = (code: ProblemCode, at: Span, message: string, help: string) => void;

/** Nobody reads more, and an editor that must draw 10^5 squiggles stops answering. Errors are kept before others. */
export const MOST_PROBLEMS = 100;
const CROWD = 10;

export function takeNotes(lines: Lines): Notes {
  const found: Problem[] = [];
  const errors: Span[] = [];
  const note = (severity: Severity): Note => (code, at, message, help) => {
    if (severity === "error") errors.push(at);
    found.push({ code, severity, message, range: lines.rangeOf(at), help });
  };
  return {
    error: note("error"),
    warning: note("warning"),
    information: note("information"),
    errors: () => errors.length,
    crowded: () => found.length > CROWD * MOST_PROBLEMS,
    errorsWithin: (span) => errors.filter((at) => contains(span, at)).length,
    errorsOutside: (spans) => errors.filter((at) => !spans.some((span) => contains(span, at))).length,
    problems: () => inOrder(found),
  };
}

function contains(outer: Span, inner: Span): boolean {
  return inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length;
}

function inOrder(found: readonly Problem[]): Problem[] {
  const rank = { error: 0, warning: 1, information: 2 };
  const place = (a: Problem, b: Problem): number =>
    a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
  const kept = found
    .toSorted((a, b) => rank[a.severity] - rank[b.severity] || place(a, b))
    .slice(0, MOST_PROBLEMS)
    .sort(place);
  const left = found.length - kept.length;
  const last = kept.at(-1);
  if (left > 0 && last !== undefined)
    kept[kept.length - 1] = { ...last, message: `${last.message} (${left} more problems are not listed.)` };
  return kept;
}
