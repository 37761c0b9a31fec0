/**
 * Changes of single properties of an object in the user's text, so that everything else stays as it was typed: a value
 * is replaced where it stands, a new property goes on a line of its own behind another one, a removed one takes its
 * line with it. (jsonc-parser's own `modify` moves or swallows the comments between properties.) Text in, text out:
 * offsets are good for one change only, so each begins with the object's place in its own text.
 */
import { createScanner, type Node } from "jsonc-parser";
import { propertiesOf, propertyOf, type Property } from "../tree";
import { TOKEN } from "../text/tokens";
import { applyEdits, type SpanEdit } from "./text-edit";

/** How this text is laid out. */
export interface Layout {
  readonly eol: string;
  readonly indent: string;
}

export function layoutOf(text: string): Layout {
  const indent = /(?:^|[\r\n])([ \t]+)"/.exec(text)?.[1] ?? "  ";
  return { eol: /\r\n|\n|\r/.exec(text)?.[0] ?? "\n", indent };
}

/** White space at the start of the line in which `offset` lies. */
export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

/** Sets a property: its value is replaced, or it is added behind `after` (or at the start). */
export function setProperty(text: string, object: Node, name: string, json: string, after: string): string {
  const property = propertyOf(object, name);
  if (property?.value !== undefined) return applyEdits(text, [{ ...spanOf(property.value), newText: json }]);
  const anchor = propertyOf(object, after);
  return applyEdits(
    text,
    anchor?.value === undefined
      ? [insertFirst(text, object, name, json)]
      : insertBehind(text, anchor.value, name, json),
  );
}

function spanOf({ offset, length }: Node): { offset: number; length: number } {
  return { offset, length };
}

function insertFirst(text: string, object: Node, name: string, json: string): SpanEdit {
  const first = propertiesOf(object).at(0);
  const offset = object.offset + 1;
  if (first === undefined) return { offset, length: 0, newText: ` "${name}": ${json} ` };
  const { eol } = layoutOf(text);
  const line = startsLine(text, first.key.offset);
  return {
    offset,
    length: 0,
    newText: line ? `${eol}${indentationAt(text, first.key.offset)}"${name}": ${json},` : ` "${name}": ${json},`,
  };
}

function insertBehind(text: string, value: Node, name: string, json: string): SpanEdit[] {
  const end = value.offset + value.length;
  const { comma, lineEnd } = whatFollows(text, end);
  const newLine = `${layoutOf(text).eol}${indentationAt(text, value.offset)}"${name}": ${json}`;
  if (lineEnd === null) return [{ offset: end, length: 0, newText: `, "${name}": ${json}` }];
  if (comma !== null) return [{ offset: lineEnd, length: 0, newText: `${newLine},` }];
  return [
    { offset: end, length: 0, newText: "," },
    { offset: lineEnd, length: 0, newText: newLine },
  ];
}

/** Removes properties; the comma that would be left over at the end goes too. */
export function removeProperties(text: string, object: Node, names: readonly string[]): string {
  const all = propertiesOf(object);
  const gone = all.filter(({ name }) => names.includes(name));
  const edits = gone.map((property) => removal(text, property));
  const stays = all.findLastIndex((property) => !gone.includes(property));
  const last = all.at(-1);
  const lastValue = last?.value;
  // A last property without a comma behind it leaves the comma before it over.
  if (
    stays >= 0 &&
    stays < all.length - 1 &&
    lastValue !== undefined &&
    whatFollows(text, lastValue.offset + lastValue.length).comma === null
  ) {
    const value = all[stays].value;
    const comma = value === undefined ? null : whatFollows(text, value.offset + value.length).comma;
    if (comma !== null) edits.push({ offset: comma, length: 1, newText: "" });
  }
  return applyEdits(text, edits);
}

function removal(text: string, { key, value }: Property): SpanEdit {
  const valueEnd = value === undefined ? key.offset + key.length : value.offset + value.length;
  const { comma } = whatFollows(text, valueEnd);
  const end = comma === null ? valueEnd : comma + 1;
  const { lineEnd } = whatFollows(text, valueEnd);
  if (startsLine(text, key.offset) && lineEnd !== null && lineEnd >= end) {
    // The line break before it goes with it, and with it the comment that stands behind the value.
    const start = lineStart(text, key.offset);
    const from = start >= 2 && text.slice(start - 2, start) === "\r\n" ? start - 2 : Math.max(0, start - 1);
    return { offset: from, length: lineEnd - from, newText: "" };
  }
  const spaces = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  return { offset: key.offset, length: end + spaces - key.offset, newText: "" };
}

/**
 * Behind a value: the comma that belongs to it, if there is one, and the end of its line if nothing else but comments
 * stands on it (then a new line can begin there).
 */
function whatFollows(text: string, end: number): { readonly comma: number | null; readonly lineEnd: number | null } {
  const scanner = createScanner(text, false);
  scanner.setPosition(end);
  let comma: number | null = null;
  let lineEnd: number | null = null;
  for (;;) {
    const token: number = scanner.scan();
    const at = scanner.getTokenOffset();
    if (token === TOKEN.lineBreak) {
      lineEnd ??= at;
      if (comma !== null) break;
    } else if (token === TOKEN.comma && comma === null) comma = at;
    else if (token !== TOKEN.space && token !== TOKEN.lineComment && token !== TOKEN.blockComment) break;
  }
  return { comma, lineEnd };
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  return start;
}

/** True when nothing but white space stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}
