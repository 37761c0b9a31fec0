/** JSON.parse keeps the last of two properties of one name; a list in which a tensor is said twice must be refused. */
import { utf8 } from "../bytes/utf8";
import type { JsonObject } from "../json";

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x3a];

/** A name that the outermost object of a valid JSON text has twice, or `null`. `object`: what was made of it. Cost: linear. */
export function repeatedKey(bytes: Uint8Array, object: JsonObject): string | null {
  // Where as many are written as were kept, none was lost: names need not be looked at.
  let written = 0;
  visitKeys(bytes, 1, () => void written++);
  return written === Object.keys(object).length ? null : repeatedAt(bytes, 1);
}

/** The same of the objects that are its properties. */
export const repeatedInnerKey = (bytes: Uint8Array): string | null => repeatedAt(bytes, 2);

function repeatedAt(bytes: Uint8Array, depth: number): string | null {
  let seen = new Set<string>();
  let twice: string | null = null;
  visitKeys(bytes, depth, (at, start, end) => {
    if (at < depth) {
      seen = new Set();
      return;
    }
    const name = JSON.parse(utf8(bytes.subarray(start, end)) ?? '""') as string;
    if (seen.has(name)) twice ??= name;
    seen.add(name);
  });
  return twice;
}

/** The bytes of each name, with its quotes, down to a depth of `deepest`; that of the outermost object's is 1. */
function visitKeys(
  bytes: Uint8Array,
  deepest: number,
  visit: (depth: number, start: number, end: number) => void,
): void {
  let depth = 0;
  let [start, end] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      start = at++;
      while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
      end = at + 1;
    } else if (byte === COLON && depth <= deepest) visit(depth, start, end);
    else if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE || byte === CLOSE_LIST) depth--;
  }
}
