import assert from "node:assert/strict";
import { busyView } from "../../../src/extension/tasks/status-view";
import { runningSimulation } from "../samples";

describe("the status item of a task", () => {
  it("says how far it is, with the loss", () => {
    assert.deepEqual(busyView("simulate", runningSimulation), {
      text: "t = 3.2 of 10, loss 0.0012",
      detail: "Simulating (32 %)",
    });
    assert.deepEqual(
      busyView("simulate", { kind: "running", progress: { stage: "Starting", fraction: null }, partial: null }),
      { text: "Starting", detail: "Simulating" },
    );
  });

  it("is quiet when nothing runs", () => {
    assert.equal(busyView("simulate", null), null);
    assert.equal(busyView("simulate", { kind: "stopped", partial: null }), null);
    assert.equal(busyView("simulate", { kind: "failed", message: "No.", help: "Yes." }), null);
  });

  it("says what it does in words of the task's own", () => {
    const state = { kind: "running", progress: { stage: "run 1 of 4", fraction: 0.25 }, partial: null } as const;
    assert.deepEqual(busyView("sweep", state), { text: "run 1 of 4", detail: "Sweeping (25 %)" });
  });
});
