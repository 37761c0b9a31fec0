import assert from "node:assert/strict";
import type { TrajectorySection } from "../../../src/engine/report/run/facts";
import { measuredInRun } from "../../../src/extension/testing/measured";
import type { TaskEntry } from "../../../src/extension/tasks/store";
import { sampleReport } from "../samples";

const trajectory = {
  status: "done",
  sentence: "",
  drift: [{ from: "loss", maxRelative: 2e-11 }],
  intrinsicFlow: null,
  intrinsicFlowNote: "none is known",
} as unknown as TrajectorySection;
const entry: TaskEntry<"simulate"> = {
  state: { kind: "done", result: { ...sampleReport, trajectory }, milliseconds: 1, finishedAt: 1 },
  version: 4,
  closed: false,
  last: null,
  kept: null,
};

describe("what a run has measured", () => {
  it("is what can be expected of one, without what is not known", () => {
    assert.deepEqual(measuredInRun(entry, 4), { maxDrift: 2e-11 });
  });

  it("is nothing of another text, of a closed document or of a run that did not end by itself", () => {
    assert.deepEqual(measuredInRun(undefined, 4), {});
    assert.deepEqual(measuredInRun(entry, 5), {});
    assert.deepEqual(measuredInRun({ ...entry, closed: true }, 4), {});
    assert.deepEqual(measuredInRun({ ...entry, state: { kind: "stopped", partial: trajectory } }, 4), {});
  });
});
