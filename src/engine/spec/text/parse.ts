/** Text to a tree with offsets. Never throws; what is wrong is noted, and what can be read still is. */
import type { Node, ParseError } from "jsonc-parser";
import { createScanner, parseTree } from "jsonc-parser";
import type { Notes, Span, SpanFix } from "../notes";
import { takeNotes } from "../notes";
import { grouped } from "../../findings/words";
import type { Lines } from "./lines";
import { linesOf } from "./lines";
import type { Scanned } from "./scan";
import { scan } from "./scan";
import { PARSE_ERROR, TOKEN } from "./tokens";
import { HOW_TO_BEGIN, STARTER } from "./words";
import { t } from "../../findings/language";

/** 2 MiB: room for 10^5 explicit weights; beyond it an editor could no longer answer each keystroke. */
export const LONGEST_SPEC = 2 * 1024 * 1024;

export interface ParsedText {
  /** `null` when there is nothing to go on with. */
  readonly tree: Node | null;
  /** The tree is what the user wrote, nothing guessed. */
  readonly sound: boolean;
  /** Words that are not JSON: what stands there in the tree was made up. */
  readonly spoiled: readonly Span[];
  readonly lines: Lines;
  readonly notes: Notes;
}

export function parseText(given: string): ParsedText {
  const text = given.startsWith(BYTE_ORDER_MARK) ? given.slice(1) : given;
  if (text.length > LONGEST_SPEC) return tooLarge(text);
  const lines = linesOf(text);
  const notes = takeNotes(lines);
  const nothing = { tree: null, sound: false, spoiled: [], lines, notes };
  const scanned = scan(text, notes);
  if (scanned.empty) {
    notes.error("spec.empty", firstLine(text), t`This spec is empty.`, HOW_TO_BEGIN, () => ({
      fixes: [starterFix(text)],
    }));
    return nothing;
  }
  if (!scanned.parseable) return nothing;
  const errors: ParseError[] = [];
  const repaired = withStandIns(text, scanned).slice(0, scanned.end);
  const tree = parseTree(repaired, errors, { allowTrailingComma: true }) ?? null;
  noteParseErrors(repaired, errors, scanned, lines, notes);
  return { tree, sound: notes.errors() === 0, spoiled: scanned.spoiled, lines, notes };
}

const BYTE_ORDER_MARK = "\uFEFF";

function tooLarge(text: string): ParsedText {
  const lines = linesOf(text.slice(0, SHOWN_OF_LARGE));
  const notes = takeNotes(lines);
  notes.error(
    "spec.too-large",
    firstLine(text.slice(0, SHOWN_OF_LARGE)),
    t`This spec has ${grouped(text.length)} characters; the limit is ${grouped(LONGEST_SPEC)} (2 MiB).`,
    t`Draw the weights with a scheme and a seed instead of writing them all down.`,
  );
  return { tree: null, sound: false, spoiled: [], lines, notes };
}

const SHOWN_OF_LARGE = 80;

/** Comments that stand there stay above it. */
function starterFix(text: string): SpanFix {
  const stays = text.trim() !== "";
  return {
    title: t`Write a small spec to begin with`,
    at: stays ? { offset: text.length, length: 0 } : { offset: 0, length: text.length },
    newText: stays && !/[\r\n]$/.test(text) ? `\n${STARTER}` : STARTER,
    same: true,
  };
}

function firstLine(text: string): Span {
  return { offset: 0, length: /^[^\r\n]*/.exec(text)?.[0].length ?? 0 };
}

function withStandIns(text: string, { spoiled }: Scanned): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { offset, length, standIn } of spoiled) {
    pieces.push(text.slice(end, offset), standIn);
    end = offset + length;
  }
  return pieces.join("") + text.slice(end);
}

/** One per line: what follows on the same line is most often a consequence of the first. */
function noteParseErrors(
  text: string,
  errors: readonly ParseError[],
  scanned: Scanned,
  lines: Lines,
  notes: Notes,
): void {
  const blamed = new Set(notes.problems().map(({ range }) => range.end.line));
  let left = MOST_PARSE_ERRORS;
  if (!scanned.bracketsMatch) return;
  let looks = MOST_LOOKS;
  for (const { error, offset, length } of errors) {
    const said = SENTENCES[error];
    if (said === undefined || blamed.has(lines.rangeOf({ offset, length }).end.line)) continue;
    if (looks-- === 0 || left === 0) return;
    const at = said.at === "before" ? tokenBefore(text, offset) : { offset, length };
    const line = lines.rangeOf(at).end.line;
    if (blamed.has(line)) continue;
    blamed.add(line);
    left--;
    notes.error("spec.syntax", at, said.message, said.help);
  }
}

const MOST_PARSE_ERRORS = 20;
/** Looking for the token before an error reads the whole text up to it. */
const MOST_LOOKS = 40;

/** Brackets and words were judged by the scan; these are the parser's own. */
const SENTENCES: Partial<Record<number, { at: "here" | "before"; message: string; help: string }>> = {
  [PARSE_ERROR.nameExpected]: {
    at: "here",
    message: t`A property's name is expected here.`,
    help: t`Write it in double quotes, then a colon and its value: "widths": [5, 3, 4].`,
  },
  [PARSE_ERROR.valueExpected]: {
    at: "here",
    message: t`A value is missing before this.`,
    help: t`Add the value, or remove what stands around it.`,
  },
  [PARSE_ERROR.colonExpected]: {
    at: "before",
    message: t`A colon is missing after this property's name.`,
    help: t`Write a colon between the name and its value.`,
  },
  [PARSE_ERROR.commaExpected]: {
    at: "before",
    message: t`A comma is missing after this.`,
    help: t`Put a comma between two entries.`,
  },
  [PARSE_ERROR.endExpected]: {
    at: "here",
    message: t`Nothing may follow the end of the spec.`,
    help: t`Remove it, or move it inside the braces.`,
  },
};

/** The last token before `offset`. Linear in the text, and asked for at most MOST_LOOKS times. */
function tokenBefore(text: string, offset: number): Span {
  const scanner = createScanner(text, true);
  let last: Span = { offset, length: 0 };
  while ((scanner.scan() as number) !== TOKEN.end && scanner.getTokenOffset() < offset)
    last = { offset: scanner.getTokenOffset(), length: scanner.getTokenLength() };
  return last;
}
