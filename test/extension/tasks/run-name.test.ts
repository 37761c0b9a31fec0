import assert from "node:assert/strict";
import { certified } from "../../../src/engine/findings/claim";
import type { Report } from "../../../src/engine/report/types";
import { runName } from "../../../src/extension/tasks/run-name";
import { reportWith } from "../samples";

const started = (initialization: Partial<Report["initialization"]>, title: string | null = null): Report => {
  const report = reportWith("holds");
  return {
    ...report,
    spec: { ...report.spec, title },
    initialization: { ...report.initialization, ...initialization },
  };
};

describe("a kept run's name", () => {
  it("says scheme, λ, seed and version", () => {
    const report = started({ scheme: "relaxed-balanced", lambda: [0.7, -1.23456], relaxedBalanced: certified(true) });
    const text =
      '{ "training": { "data": { "seed": 3 } }, "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7], "seed": 12 } }';
    assert.equal(runName(12, report, text), "relaxed-balanced, λ = 0.7, −1.23, seed 12 (version 12)");
  });

  it("names no λ where the start has none, and no seed where there is none to be read", () => {
    assert.equal(
      runName(2, started({ lambda: [0.3], relaxedBalanced: certified(false) }), null),
      "gaussian (version 2)",
    );
    assert.equal(
      runName(2, started({}), '{ "initialization": { "scheme": "gaussian" }, "training": { "data": { "seed": 3 } } }'),
      "gaussian (version 2)",
    );
  });

  it("is there without a report", () => {
    assert.equal(runName(7, null, null), "run (version 7)");
  });
});
