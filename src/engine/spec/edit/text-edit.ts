/** A change of a text as data: the one piece in which two texts differ. */
import type { Range } from "../../findings/problem";
import { linesOf, type Span } from "../text/lines";

/** Replaces the span by the text; of length 0 it inserts. */
export interface SpanEdit extends Span {
  readonly newText: string;
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Edits in any order, none overlapping another. */
export function applyEdits(text: string, edits: readonly SpanEdit[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { offset, length, newText } of edits.toSorted((a, b) => a.offset - b.offset)) {
    pieces.push(text.slice(end, offset), newText);
    end = offset + length;
  }
  return pieces.join("") + text.slice(end);
}

/** The shortest replacement that makes `after` of `before`; `null` when they are the same. */
export function replacementFor(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  // Neither CR LF nor a pair of surrogates is torn apart: an editor could not name a place inside.
  if (isJoint(before, start) || isJoint(after, start)) start--;
  if (isJoint(before, before.length - same) || isJoint(after, after.length - same)) same--;
  const range = linesOf(before).rangeOf({ offset: start, length: before.length - same - start });
  return { range, newText: after.slice(start, after.length - same) };
}

function isJoint(text: string, offset: number): boolean {
  const [left, right] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  return (left === CR && right === LF) || (left >= 0xd800 && left < 0xdc00 && right >= 0xdc00 && right < 0xe000);
}

const CR = 13;
const LF = 10;
