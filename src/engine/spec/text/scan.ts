/**
 * One linear pass over the tokens before anything recursive may look at the text: nesting depth, brackets that do not
 * match, and words that are not JSON. Those words are returned with a stand-in of the same length, so that the parser
 * goes on behind them and their neighbours are not blamed.
 */
import { createScanner } from "jsonc-parser";
import type { Notes, Span } from "../notes";
import type { Explanation } from "./lexemes";
import { explainKey, explainNumber, explainSingleQuotes, explainWord } from "./lexemes";
import { SCAN_ERROR, TOKEN } from "./tokens";
import { HOW_TO_ESCAPE, unknownEscape } from "./words";
import { t } from "../../findings/language";

/** Deeper than any spec; recursion on 64 levels is safe everywhere. */
const DEEPEST = 64;

export interface Scanned {
  /** The text may be given to the parser. */
  readonly parseable: boolean;
  /** Nothing but spaces and comments. */
  readonly empty: boolean;
  readonly bracketsMatch: boolean;
  readonly spoiled: readonly Spoiled[];
  /** Where the spec ends and something else follows; the length of the text when nothing does. */
  readonly end: number;
}

export interface Spoiled extends Span {
  readonly standIn: string;
}

export function scan(text: string, notes: Notes): Scanned {
  const scanner = createScanner(text, false);
  const open: { offset: number; token: number }[] = [];
  const spoiled: Spoiled[] = [];
  let bracketsMatch = true;
  let empty = true;
  const spoil = (offset: number, length: number, standIn: string, { message, help }: Explanation): void => {
    notes.error("spec.syntax", { offset, length }, message, help);
    spoiled.push({ offset, length, standIn: standIn.padEnd(length) });
    scanner.setPosition(offset + length);
  };
  for (;;) {
    const token: number = scanner.scan();
    if (token === TOKEN.end) break;
    const [offset, length]: [number, number] = [scanner.getTokenOffset(), scanner.getTokenLength()];
    const flaw: number = scanner.getTokenError();
    if (flaw === SCAN_ERROR.commentUnclosed)
      notes.error("spec.syntax", { offset, length: 2 }, t`This comment is never closed.`, t`Close it with */.`);
    if (token >= TOKEN.lineComment && token <= TOKEN.space) continue;
    if (!empty && open.length === 0 && bracketsMatch && token !== TOKEN.closeBrace && token !== TOKEN.closeBracket) {
      const at = { offset, length: token === TOKEN.unknown ? wordAt(text, offset).length : length };
      notes.error(
        "spec.syntax",
        at,
        t`Nothing may follow the end of the spec.`,
        t`Remove it, or move it inside the braces.`,
      );
      return { parseable: true, empty, bracketsMatch, spoiled, end: offset };
    }
    empty = false;
    if (spoiled.length >= MOST_SPOILED) return { parseable: false, empty, bracketsMatch, spoiled, end: text.length };
    switch (token) {
      case TOKEN.openBrace:
      case TOKEN.openBracket:
        open.push({ offset, token });
        if (open.length <= DEEPEST) break;
        notes.error(
          "spec.too-deep",
          { offset, length },
          t`Lists and objects are nested more than ${DEEPEST} deep here.`,
          t`A spec needs 6 levels at most: remove the superfluous brackets.`,
        );
        return { parseable: false, empty, bracketsMatch, spoiled, end: text.length };
      case TOKEN.closeBrace:
      case TOKEN.closeBracket:
        if (bracketsMatch) bracketsMatch = closes(open.pop(), token, { offset, length }, notes);
        break;
      case TOKEN.string:
        if (flaw !== SCAN_ERROR.none) noteString(text, { offset, length }, flaw, notes);
        break;
      case TOKEN.number: {
        const word = wordAt(text, offset);
        const wrong = explainNumber(word);
        if (wrong !== null) spoil(offset, word.length, "1", wrong);
        break;
      }
      case TOKEN.unknown: {
        const quoted = SINGLE_QUOTED.exec(text.slice(offset, offset + LONGEST_TEXT));
        if (quoted !== null) {
          const standIn = /["\\]/.test(quoted[1]) ? '""' : `"${quoted[1]}"`;
          spoil(offset, quoted[0].length, standIn, explainSingleQuotes(quoted[1]));
          break;
        }
        const word = wordAt(text, offset);
        const isKey = /^[ \t]*:/.test(text.slice(offset + word.length, offset + word.length + 100));
        spoil(offset, word.length, isKey ? word : "1", isKey ? explainKey(word) : explainWord(word));
      }
    }
  }
  const unclosed = open.pop();
  if (bracketsMatch && unclosed !== undefined) {
    bracketsMatch = false;
    const [mark, closing] = unclosed.token === TOKEN.openBrace ? ["{", "}"] : ["[", "]"];
    notes.error(
      "spec.syntax",
      { offset: unclosed.offset, length: 1 },
      t`This ${mark} is never closed.`,
      t`Add the missing ${closing}.`,
    );
  }
  return { parseable: true, empty, bracketsMatch, spoiled, end: text.length };
}

/** After so many the rest is noise. */
const MOST_SPOILED = 20;
const LONGEST_TEXT = 1000;
const SINGLE_QUOTED = /^'([^'\r\n]*)'/;
const WORD = /[^\s{}[\]":,/]+/y;

/** The longest run without space or punctuation; at least one character. */
function wordAt(text: string, offset: number): string {
  WORD.lastIndex = offset;
  return WORD.exec(text)?.[0] ?? text.slice(offset, offset + 1);
}

function closes(
  opening: { offset: number; token: number } | undefined,
  token: number,
  at: Span,
  notes: Notes,
): boolean {
  const [mark, wanted] = token === TOKEN.closeBrace ? ["}", "{"] : ["]", "["];
  if (opening === undefined) {
    notes.error("spec.syntax", at, t`This ${mark} closes nothing.`, t`Remove it, or add the missing ${wanted}.`);
    return false;
  }
  if (opening.token === token - 1) return true;
  const [opened, right] = opening.token === TOKEN.openBrace ? ["{", "}"] : ["[", "]"];
  notes.error(
    "spec.syntax",
    at,
    t`This ${mark} stands where the last open ${opened} needs its ${right}.`,
    t`Write ${right} here, or close the ${opened} before.`,
  );
  return false;
}

function noteString(text: string, at: Span, flaw: number, notes: Notes): void {
  switch (flaw) {
    case SCAN_ERROR.stringUnclosed:
      notes.error(
        "spec.syntax",
        at,
        t`This text has no closing double quote.`,
        t`Add " at its end; a text may not span lines.`,
      );
      break;
    case SCAN_ERROR.escape:
    case SCAN_ERROR.unicode:
      notes.error("spec.syntax", at, unknownEscape(text, at.offset, at), HOW_TO_ESCAPE);
      break;
    default:
      notes.error(
        "spec.syntax",
        at,
        t`This text contains a control character, such as a tab.`,
        t`Write it as an escape: \\t for a tab.`,
      );
  }
}
