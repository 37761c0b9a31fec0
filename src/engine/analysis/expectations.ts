/**
 * A spec is a test of itself: each `expect` entry is compared with the report; a failed one is an error at its value.
 */
import type { Problem } from "../findings/problem";
import { fullNumber } from "../findings/numbers";
import type { TrajectorySection } from "../report/trajectory";
import type { Report } from "../report/types";
import type { Expectation } from "../spec/read";
import { expectedButUnknown } from "./words";

type Value = number | boolean | string;

interface Found {
  readonly value: Value | null;
  /** Where there is no value: why, in whole sentences. */
  readonly note?: string | undefined;
}

/** What the report says for an expectation's property; `null`: nothing yet, and the reason. */
const FOUND: Partial<Record<string, (report: Report) => Found>> = {
  laws: (report) => report.laws.independent,
  complete: (report) => report.laws.complete,
  relaxedBalanced: (report) => report.initialization.relaxedBalanced,
  intrinsicMetric: (report) => report.intrinsicMetric,
  recoverable: (report) => report.recoverability,
  plateauExponent: ({ plateau }) =>
    plateau?.exponent ?? { value: null, note: "the law of escape is for networks of finitely many layers." },
  // The whole space is invariant too.
  invariantManifold: ({ manifolds, symmetry, model }) =>
    manifolds.at(0)?.dimension ??
    (symmetry.searched ? { value: model.parameters } : { value: null, note: symmetry.note ?? "none was searched." }),
};

/** Bounds on numbers that only a simulation knows. */
const OF_A_RUN: Partial<Record<string, (trajectory: TrajectorySection) => Found>> = {
  maxDrift: ({ drift, sentence: why, status }) =>
    status === "done"
      ? // What holds of the network near the start only may end on the way.
        { value: Math.max(0, ...drift.filter(({ from }) => from !== "network").map(({ maxRelative }) => maxRelative)) }
      : { value: null, note: `${why}.` },
  intrinsicFlowError: ({ intrinsicFlow, intrinsicFlowNote, sentence: why, status }) => {
    if (intrinsicFlow === null)
      return { value: null, note: `there is no closed equation: ${intrinsicFlowNote ?? "none is known"}.` };
    if (intrinsicFlow.endedAt !== null) return { value: null, note: intrinsicFlow.sentence };
    return status === "done" ? { value: intrinsicFlow.maxError } : { value: null, note: `${why}.` };
  },
};

export function checkExpectations(expectations: readonly Expectation[], report: Report): Problem[] {
  return expectations.flatMap((expectation): Problem[] => {
    const { property, value, range } = expectation;
    const ofARun = OF_A_RUN[property];
    if (ofARun === undefined)
      return compared(
        expectation,
        value,
        FOUND[property]?.(report) ?? { value: null, note: "this version does not compute it yet." },
      );
    if (report.trajectory !== null)
      return compared(expectation, typeof value === "number" ? { max: value } : value, ofARun(report.trajectory));
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

function compared({ property, range }: Expectation, expected: Expectation["value"], found: Found): Problem[] {
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
