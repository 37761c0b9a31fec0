import assert from "node:assert/strict";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import type { Report } from "../../../../src/engine/report/types";
import { finish } from "../../networks";

const LARGE = `{ "architecture": { "widths": [320, 320, 320], "activation": "identity" }, "initialization": { "scheme": "gaussian" } }`;

function report(effort: "typing" | "patient"): Report {
  const result = finish(analyzeSpec(LARGE, { path: null, effort }));
  if (result.kind !== "report") throw new Error("no report");
  return result.report;
}

describe("how much effort an analysis makes", () => {
  it("while typing, a large count is estimated and not made", () => {
    const { laws } = report("typing");
    assert.deepEqual([laws.independent.basis, laws.estimate?.possible], ["unknown", true]);
    assert.match(laws.independent.note ?? "", /estimated .* s and .* GB: it is done on request only/);
  });

  it("on request it is made", () => {
    const { laws } = report("patient");
    assert.deepEqual([laws.independent.value, laws.complete.basis, laws.estimate], [51360, "certified", null]);
  });
});
