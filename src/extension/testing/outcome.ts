/** What is told of each expectation that was to be tested. No vscode in here. */
import type { Range } from "../../engine/findings/problem";
import type { TaskAnswer } from "../../engine/protocol/task";
import type { CheckResult, Decision } from "../../engine/report/check";

export type Told =
  | { readonly kind: "passed" }
  /** With the place in the text that was checked. */
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly expected: string;
      readonly found: string;
      readonly range: Range;
    }
  /** There is no decision: why, and what to do. `range`: where the text that was checked has it. */
  | { readonly kind: "errored"; readonly message: string; readonly range: Range | null }
  | { readonly kind: "skipped" };

/** In the order of `names`; one that the text no longer has is skipped. */
export function toldOf(
  answer: TaskAnswer<CheckResult>,
  names: readonly string[],
): readonly (readonly [string, Told])[] {
  return names.map((name) => [name, toldOfOne(answer, name)]);
}

function toldOfOne(answer: TaskAnswer<CheckResult>, name: string): Told {
  switch (answer.kind) {
    case "cancelled":
      return { kind: "skipped" };
    case "refused":
      return { kind: "errored", message: `${answer.message} ${answer.help}`, range: null };
    case "done": {
      const entry = answer.result.entries.find((one) => one.name === name);
      return entry === undefined ? { kind: "skipped" } : decided(entry.decision, entry.range);
    }
  }
}

function decided(decision: Decision, range: Range): Told {
  switch (decision.kind) {
    case "holds":
      return { kind: "passed" };
    case "fails":
      return { ...decision, kind: "failed", range };
    case "undecided":
      return { kind: "errored", message: `${decision.message} ${decision.help}`, range };
  }
}

/** "3 passed, 1 failed": what a spec's tests came to, in this order and without what there is none of. */
export function countsOf(told: readonly Told[]): readonly (readonly [Told["kind"], number])[] {
  const kinds = ["passed", "failed", "errored", "skipped"] as const;
  return kinds
    .map((kind) => [kind, told.filter((one) => one.kind === kind).length] as const)
    .filter(([, count]) => count > 0);
}
