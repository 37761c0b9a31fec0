/** Pieces of Python: names, numbers, texts. */
import { KEYWORDS } from "./python-words";

/** A name that Python and the caller leave free, made of a layer's: letters, digits and underscores. */
export function identifier(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d|$)/, "_");
  let free = KEYWORDS.has(plain) ? `${plain}_` : plain;
  while (taken.has(free)) free += "_";
  return free;
}

/** As Python writes a text. JSON's escapes are Python's, as far as a text has no half of a pair. */
export function text(value: string): string {
  return JSON.stringify(value);
}

/** (2, 3), (2,) */
export function tuple(numbers: readonly number[]): string {
  return numbers.length === 1 ? `(${numbers[0]},)` : `(${numbers.join(", ")})`;
}

/** One number where all are the same, as frameworks write kernels. */
export function extents(numbers: readonly number[]): string {
  return numbers.every((one) => one === numbers[0]) ? String(numbers[0]) : tuple(numbers);
}

export const bool = (value: boolean): string => (value ? "True" : "False");

/** f(a, b, c=1) without the arguments that are the default's. */
export function call(
  name: string,
  positional: readonly string[],
  named: Readonly<Record<string, string | null>> = {},
): string {
  const others = Object.entries(named).flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`]));
  return `${name}(${[...positional, ...others].join(", ")})`;
}

/** In a docstring: no quote and no backslash of it may end or bend it. */
export function inDocstring(value: string): string {
  return value.replace(/\\/g, "/").replace(/"/g, "'");
}

/** Lines, each so many steps further in; empty ones stay empty. */
export function indented(lines: readonly string[], steps = 1): string {
  return lines.map((line) => (line === "" ? "" : `${"    ".repeat(steps)}${line}`)).join("\n");
}
