/** Offsets to lines and characters. A line ends with LF, CR LF or CR, as in the language server protocol. */
import type { Position, Range } from "../../findings/problem";

/** A piece of the text; a jsonc-parser node is one. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export interface Lines {
  rangeOf(span: Span): Range;
  textOf(span: Span): string;
}

/** Invariant: every range lies inside the text, whatever span is asked for. */
export function linesOf(text: string): Lines {
  const starts = lineStarts(text);
  const positionAt = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), text.length);
    const line = lineAt(starts, inside);
    return { line, character: inside - starts[line] };
  };
  return {
    rangeOf: ({ offset, length }) => ({ start: positionAt(offset), end: positionAt(offset + length) }),
    textOf: ({ offset, length }) => text.slice(offset, offset + length),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) starts.push(i + 1);
  }
  return starts;
}

/** The last line that starts at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const LF = 10;
const CR = 13;
