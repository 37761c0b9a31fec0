/** Spec in, expected problems out: the expected ranges are drawn into the text as «…». */
import assert from "node:assert/strict";
import type { Problem, ProblemCode, Range } from "../../../src/engine/findings/problem";
import type { SpecReading } from "../../../src/engine/spec/read";
import { readSpec } from "../../../src/engine/spec/read";

/**
 * Reads the text without its marks and asserts that the problems are exactly these codes, in order, each at its mark.
 * Marks may nest; the outer one counts first.
 */
export function finds(marked: string, ...codes: ProblemCode[]): SpecReading {
  const { text, ranges } = withoutMarks(marked);
  assert.equal(ranges.length, codes.length, "as many marks as codes");
  const reading = readSpec(text);
  const expected = ranges.map((range, index) => drawn(text, { code: codes[index], range }));
  assert.deepEqual(
    reading.problems.map((problem) => drawn(text, problem)),
    expected,
    reading.problems.map(({ code, message }) => `${code}: ${message}`).join("\n"),
  );
  for (const problem of reading.problems) assertWellWorded(problem);
  return reading;
}

/** As `finds`, for one problem, which is returned. */
export function findsOne(marked: string, code: ProblemCode): Problem {
  return finds(marked, code).problems[0];
}

/** The reading of a text that has no problem at all. */
export function clean(text: string): SpecReading {
  return finds(text);
}

/** A spec around an architecture. */
export function architecture(inner: string): string {
  return `{ "architecture": { ${inner} } }`;
}

/** A spec around an initialization, on the widths [5, 3, 4] without bias. */
export function initialization(inner: string, widths = "5, 3, 4"): string {
  return `{ "architecture": { "widths": [${widths}] }, "initialization": { ${inner} } }`;
}

/** A spec around layers on an input of width 3. */
export function layers(...inner: string[]): string {
  return architecture(`"input": 3, "layers": [ ${inner.join(", ")} ]`);
}

/** The piece of the text that a range covers. */
export function covered(text: string, range: Range | null): string | null {
  if (range === null) return null;
  const starts = lineStarts(text);
  return text.slice(starts[range.start.line] + range.start.character, starts[range.end.line] + range.end.character);
}

export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\r|\n/g)) starts.push(end.index + end[0].length);
  return starts;
}

function drawn(text: string, { code, range }: { code: ProblemCode; range: Range }): string {
  const { start, end } = range;
  return `${code} at ${start.line}:${start.character}-${end.line}:${end.character} ${covered(text, range) ?? ""}`;
}

function withoutMarks(marked: string): { text: string; ranges: Range[] } {
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  let text = "";
  for (const letter of marked) {
    if (letter === "«") {
      const range = { start: text.length, end: -1 };
      ranges.push(range);
      open.push(range);
    } else if (letter === "»") {
      const range = open.pop();
      assert.ok(range, "» closes nothing");
      range.end = text.length;
    } else text += letter;
  }
  const plain = text.replace(/^\uFEFF/, "");
  const shift = text.length - plain.length;
  const starts = lineStarts(plain);
  const position = (offset: number) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line, character: offset - starts[line] };
  };
  return {
    text,
    ranges: ranges.map(({ start, end }) => ({ start: position(start - shift), end: position(end - shift) })),
  };
}

/** A sentence that begins with a capital or a name, ends with a stop, and a help that does too. */
function assertWellWorded({ message, help }: Problem): void {
  assert.match(message, /[.?)]$/, message);
  assert.match(help, /^[A-Z"].*[.\]})]$/su, help);
  assert.doesNotMatch(message + help, /undefined|NaN,|\[object|instancePath|schema/);
}
