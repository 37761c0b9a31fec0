/** JSON.parse keeps the last of two properties of one name; a header in which a tensor is said twice must be refused. */
import { utf8 } from "../bytes/utf8";

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, COLON] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x3a];

/** A name that the outermost object of a valid JSON text has twice, or `null`. Cost: linear. */
export function repeatedKey(bytes: Uint8Array): string | null {
  const seen = new Set<string>();
  let depth = 0;
  let last: readonly [start: number, end: number] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const start = at++;
      while (bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
      last = [start, at + 1];
    } else if (byte === COLON && depth === 1) {
      const name = JSON.parse(utf8(bytes.subarray(...last)) ?? "null") as string;
      if (seen.has(name)) return name;
      seen.add(name);
    } else if (byte === OPEN || byte === OPEN_LIST) depth++;
    else if (byte === CLOSE || byte === CLOSE_LIST) depth--;
  }
  return null;
}
