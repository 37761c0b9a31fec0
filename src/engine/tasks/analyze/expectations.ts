/**
 * A spec is a test of itself: each `expect` entry is compared with the report; a failed one is an error at its value.
 */
import type { Problem } from "../../findings/problem";
import { fullNumber } from "../../findings/numbers";
import type { FoundValue } from "../../report/expectation";
import { EXPECTATIONS } from "../../report/expectations";
import type { Report } from "../../report/types";
import type { Expectation } from "../../spec/read";
import { expectedButUnknown } from "./words";

type Value = NonNullable<FoundValue["value"]>;

export function checkExpectations(expectations: readonly Expectation[], report: Report): Problem[] {
  return expectations.flatMap((expectation): Problem[] => {
    const { property, value, range } = expectation;
    if (!Object.hasOwn(EXPECTATIONS, property)) return [];
    const row = EXPECTATIONS[property];
    if ("found" in row) return compared(expectation, value, row.found(report));
    if (report.trajectory !== null)
      return compared(
        expectation,
        typeof value === "number" ? { max: value } : value,
        row.foundInRun(report.trajectory),
      );
    return [
      {
        code: "expect.needs-run",
        severity: "information",
        message: `${property} speaks of a training run: it is compared when the training is simulated.`,
        range,
        help: "Run “Intrinsic: Simulate”, or intrinsic run on the command line.",
      },
    ];
  });
}

function compared({ property, range }: Expectation, expected: Expectation["value"], found: FoundValue): Problem[] {
  if (found.value !== null && matches(expected, found.value)) return [];
  return [
    {
      code: "expect.failed",
      severity: "error",
      message:
        found.value === null
          ? expectedButUnknown(property, words(expected), found.note ?? "no reason given.")
          : `Expected ${property} to be ${words(expected)}, found ${words(found.value)}.`,
      range,
      help:
        found.value === null
          ? "Remove the expectation, or ask for something this analysis computes."
          : "Correct the expectation, or the network or initialization it speaks of.",
    },
  ];
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
