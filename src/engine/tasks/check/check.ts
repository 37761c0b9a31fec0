/**
 * Decides every expectation in the text of a spec: by its analysis and, where one speaks of a training run, by a
 * simulation. A generator like `analyzeSpec`.
 */
import type { Problem } from "../../findings/problem";
import type { Progress } from "../../findings/progress";
import type { CheckResult, Decision, ListedExpectation } from "../../report/check";
import { EXPECTATIONS } from "../../report/expectations";
import type { Report } from "../../report/types";
import { listExpectations } from "../../spec/expectations";
import { readSpec, type SpecReading } from "../../spec/read";
import { analyzeSpec } from "../analyze/analyze";
import { judge } from "../analyze/expectations";
import { simulateSpec, type ReadDataFile, type SimulationOptions } from "../simulate/simulate";
import { progressOf } from "../task";
import { NO_ENTRY, noRun } from "./words";

export type CheckOutcome =
  | { readonly kind: "checked"; readonly result: CheckResult }
  /** The spec has errors that leave nothing to analyse. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export interface CheckOptions {
  /** Only quoted in the report. */
  readonly path: string | null;
  /** Reads the data files that the spec names. */
  readonly readDataFile: ReadDataFile;
  /** Opens the files of weights that it names. */
  readonly openWeights?: SimulationOptions["openWeights"];
}

/** Every entry of `listExpectations(text)`, in its order, with its decision. */
export function* checkSpec(text: string, options: CheckOptions): Generator<Progress, CheckOutcome> {
  const reading = readSpec(text);
  const simulated = reading.expect.some(speaksOfARun) ? yield* simulation(text, options) : null;
  const result =
    simulated?.kind === "report"
      ? simulated
      : yield* progressOf(analyzeSpec(text, { path: options.path, openWeights: options.openWeights }));
  if (result.kind === "invalid") return result;
  const withoutRun = simulated?.kind === "without" ? simulated.why : NO_ENTRY;
  const entries = listExpectations(text).entries.map((entry) => ({
    name: entry.name,
    range: entry.range,
    decision: decisionOf(entry, reading, result.report, withoutRun),
  }));
  return { kind: "checked", result: { entries } };
}

/** Why nothing can be held against an expectation, and what to do. */
type Why = Pick<Extract<Decision, { kind: "undecided" }>, "message" | "help">;

type Simulated = { readonly kind: "report"; readonly report: Report } | { readonly kind: "without"; readonly why: Why };

/** What holds without a run is decided even where there is none. */
function* simulation(text: string, options: CheckOptions): Generator<Progress, Simulated> {
  const result = yield* progressOf(simulateSpec(text, options));
  switch (result.kind) {
    case "report":
      return result;
    case "refused":
      return { kind: "without", why: { message: result.reason, help: result.help } };
    case "invalid":
      return { kind: "without", why: noRun(firstError(result.problems) ?? NO_ENTRY) };
  }
}

function speaksOfARun({ property }: { readonly property: string }): boolean {
  return Object.hasOwn(EXPECTATIONS, property) && "foundInRun" in EXPECTATIONS[property];
}

function decisionOf({ name }: ListedExpectation, { expect }: SpecReading, report: Report, withoutRun: Why): Decision {
  const expectation = expect.find(({ property }) => property === name);
  if (expectation === undefined) return { kind: "undecided", ...NO_ENTRY };
  const judged = judge(expectation, report);
  switch (judged.kind) {
    case "holds":
      return { kind: "holds" };
    case "fails":
      return { kind: "fails", message: judged.message, expected: judged.expected, found: judged.found };
    case "needs-run":
      return { kind: "undecided", ...withoutRun };
    case "without-row":
      return { kind: "undecided", ...NO_ENTRY };
  }
}

function firstError(problems: readonly Problem[]): Why | null {
  const error = problems.find(({ severity }) => severity === "error");
  return error === undefined ? null : { message: error.message, help: error.help };
}
