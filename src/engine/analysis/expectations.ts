/** A spec is a test of itself: each `expect` entry is compared with the report; a failed one is an error at its value. */
import type { Problem } from "../findings/problem";
import { fullNumber } from "../findings/numbers";
import type { Report } from "../report/types";
import type { Expectation } from "../spec/read";

type Value = number | boolean | string;

/** What the report says for an expectation's property; `null`: nothing yet, and the reason. */
const FOUND: Record<string, (report: Report) => { value: Value | null; note?: string | undefined }> = {
  laws: (report) => report.laws.independent,
  complete: (report) => report.laws.complete,
  relaxedBalanced: (report) => report.initialization.relaxedBalanced,
  intrinsicMetric: (report) => report.intrinsicMetric,
  recoverable: (report) => report.recoverability,
};

export function checkExpectations(expectations: readonly Expectation[], report: Report): Problem[] {
  return expectations.flatMap((expectation): Problem[] => {
    const found = FOUND[expectation.property]?.(report) ?? { value: null, note: "this version does not compute it yet" };
    const expected = words(expectation.value);
    if (found.value !== null && matches(expectation.value, found.value)) return [];
    return [
      {
        code: "expect.failed",
        severity: "error",
        message:
          found.value === null
            ? `Expected ${expectation.property} to be ${expected}, but it is not known: ${sentence(found.note ?? "no reason given")}`
            : `Expected ${expectation.property} to be ${expected}, found ${words(found.value)}.`,
        range: expectation.range,
        help: found.value === null ? "Remove the expectation, or ask for something this analysis computes." : "Correct the expectation, or the network or initialization it speaks of.",
      },
    ];
  });
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function matches(expected: Expectation["value"], found: Value): boolean {
  if (typeof expected !== "object") return expected === found;
  if (typeof found !== "number") return false;
  return found >= (expected.min ?? -Infinity) && found <= (expected.max ?? Infinity);
}

function words(value: Expectation["value"]): string {
  if (typeof value === "number") return fullNumber(value);
  if (typeof value !== "object") return String(value);
  const { min, max } = value;
  if (min !== undefined && max !== undefined) return `between ${fullNumber(min)} and ${fullNumber(max)}`;
  return min !== undefined ? `at least ${fullNumber(min)}` : `at most ${fullNumber(max ?? 0)}`;
}
