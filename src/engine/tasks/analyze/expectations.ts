/**
 * A spec is a test of itself: each `expect` entry is compared with the report; a failed one is an error at its value.
 */
import { t } from "../../findings/language";
import type { Problem, ProblemCode } from "../../findings/problem";
import { fullNumber } from "../../findings/numbers";
import type { FoundValue } from "../../report/expectation";
import { EXPECTATIONS } from "../../report/expectations";
import type { Report } from "../../report/types";
import type { Expectation } from "../../spec/read";
import { expectedButUnknown, notKnown, speaksOfARun } from "./words";

type Value = NonNullable<FoundValue["value"]>;

export function checkExpectations(expectations: readonly Expectation[], report: Report): Problem[] {
  return expectations.flatMap((expectation): Problem[] => {
    const { range } = expectation;
    const judged = judge(expectation, report);
    switch (judged.kind) {
      case "holds":
      case "without-row":
        return [];
      case "fails":
        return [
          withCauses(
            { code: "expect.failed", severity: "error", message: judged.message, range, help: judged.help },
            expectation.property,
            report,
          ),
        ];
      case "needs-run":
        return [
          {
            code: "expect.needs-run",
            severity: "information",
            message: speaksOfARun(expectation.property),
            range,
            help: t`Run “Intrinsic: Simulate”, or intrinsic run on the command line.`,
          },
        ];
    }
  });
}

/** Other problems of the report that may be why an expectation failed. */
const CAUSES: Readonly<Record<string, readonly ProblemCode[]>> = {
  laws: ["laws.incomplete"],
  complete: ["laws.incomplete"],
  relaxedBalanced: ["init.not-relaxed-balanced"],
  intrinsicMetric: ["metric.not-intrinsic", "init.not-relaxed-balanced"],
  invariantManifold: ["init.on-invariant-manifold"],
  plateauExponent: ["plateau.long"],
};

function withCauses(problem: Problem, property: string, { problems }: Report): Problem {
  const codes = Object.hasOwn(CAUSES, property) ? CAUSES[property] : [];
  const related = problems.filter(({ code }) => codes.includes(code)).map(({ range, message }) => ({ range, message }));
  return related.length === 0 ? problem : { ...problem, related };
}

export type Judgement =
  | { readonly kind: "holds" }
  | {
      readonly kind: "fails";
      readonly message: string;
      readonly help: string;
      readonly expected: string;
      readonly found: string;
    }
  /** Only a simulation can tell, and the report is of none. */
  | { readonly kind: "needs-run" }
  /** Nothing has this name; the reading of the spec says so. */
  | { readonly kind: "without-row" };

/** One expectation, held against the report. */
export function judge({ property, value }: Expectation, report: Report): Judgement {
  if (!Object.hasOwn(EXPECTATIONS, property)) return { kind: "without-row" };
  const row = EXPECTATIONS[property];
  if ("found" in row) return compared(property, value, row.found(report));
  if (report.trajectory === null) return { kind: "needs-run" };
  const expected = typeof value === "number" ? { max: value } : value;
  return compared(property, expected, row.foundInRun(report.trajectory));
}

function compared(property: string, value: Expectation["value"], found: FoundValue): Judgement {
  if (found.value !== null && matches(value, found.value)) return { kind: "holds" };
  const expected = words(value);
  if (found.value === null) {
    const why = found.note ?? t`no reason given.`;
    return {
      kind: "fails",
      message: expectedButUnknown(property, expected, why),
      help: t`Remove the expectation, or ask for something this analysis computes.`,
      expected,
      found: notKnown(why),
    };
  }
  return {
    kind: "fails",
    message: t`Expected ${property} to be ${expected}, found ${words(found.value)}.`,
    help: t`Correct the expectation, or the network or initialization it speaks of.`,
    expected,
    found: words(found.value),
  };
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
  if (min !== undefined && max !== undefined) return t`between ${fullNumber(min)} and ${fullNumber(max)}`;
  return min !== undefined ? t`at least ${fullNumber(min)}` : t`at most ${fullNumber(max ?? 0)}`;
}
