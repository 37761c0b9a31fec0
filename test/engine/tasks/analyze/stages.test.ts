/** What an analysis tells on its way: each step may bring its report, and only news are told. */
import assert from "node:assert/strict";
import type { Problem } from "../../../../src/engine/findings/problem";
import type { Report } from "../../../../src/engine/report/types";
import { onlyNews } from "../../../../src/engine/tasks/analyze/task";
import { twoLayers } from "../../../sample-report";

const PROBLEM: Problem = {
  code: "metric.not-intrinsic",
  severity: "warning",
  message: "The metric changes.",
  help: "",
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};

describe("the task of analysing", () => {
  /** What is told when each of these reports is asked for at its step; `undefined`: a step without one. */
  function told(reports: readonly (Report | null | undefined)[]): unknown[] {
    const steps = onlyNews(
      (function* () {
        for (const report of reports)
          yield { stage: "", fraction: null, ...(report === undefined ? {} : { partial: () => report }) };
        return "end";
      })(),
    );
    const all: unknown[] = [];
    for (;;) {
      const step = steps.next();
      if (step.done === true) return [...all, step.value];
      all.push(step.value.partial === undefined ? undefined : (step.value.partial?.(false) ?? null));
    }
  }
  const lacking = (...pending: string[]): Report => twoLayers({ pending });

  it("tells a report again when it lacks less, and not when another step brings the same", () => {
    const [first, second] = [lacking("plateau", "manifolds"), lacking("manifolds")];
    assert.deepEqual(told([undefined, first, lacking("plateau", "manifolds"), second, second]), [
      undefined,
      first,
      null,
      second,
      null,
      "end",
    ]);
  });

  it("tells it again when a verdict comes, or a problem", () => {
    const report = lacking("metric");
    const decided: Report = { ...report, intrinsicMetric: { ...report.intrinsicMetric, value: "unknown" } };
    const criticized: Report = { ...decided, problems: [PROBLEM] };
    assert.deepEqual(told([report, decided, decided]), [report, decided, null, "end"]);
    assert.deepEqual(told([decided, criticized]), [decided, criticized, "end"]);
  });

  it("tells nothing of a report that is none after all, and the next one all the same", () => {
    const report = lacking("plateau");
    assert.deepEqual(told([null, report, null]), [null, report, null, "end"]);
  });
});
