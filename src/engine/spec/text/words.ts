/** What is said of a text that is no JSON. */
import { quote } from "../../findings/words";
import type { Span } from "./lines";
import { t } from "../../findings/language";

export function unknownEscape(text: string, offset: number, at: Span): string {
  return t`This text contains a backslash that begins no known escape: ${quote(text.slice(offset + 1, offset + at.length - 1))}.`;
}

export const HOW_TO_ESCAPE = t`Write a backslash as \\\\; the escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.`;

/** What an empty file begins with: a linear network whose numbers are known at once. */
export const STARTER = `{
  "title": "Two-layer linear network",
  "architecture": {
    "widths": [5, 3, 4],
    "activation": "identity",
    "bias": false
  },
  "initialization": {
    "scheme": "relaxed-balanced",
    "lambda": [0.7],
    "seed": 0
  }
}
`;

export const HOW_TO_BEGIN = t`Begin with { "architecture": { "widths": [2, 2, 2] } }, or press Ctrl+Space here and choose a complete example.`;
