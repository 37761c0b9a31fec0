import assert from "node:assert/strict";
import { simulationStatusView } from "../../../src/extension/simulation/status-view";
import { runningSimulation } from "../samples";

describe("the status item of a simulation", () => {
  it("says how far it is, with the loss", () => {
    assert.deepEqual(simulationStatusView(runningSimulation), {
      text: "t = 3.2 of 10, loss 0.0012",
      detail: "Simulating (32 %)",
    });
    assert.deepEqual(
      simulationStatusView({ kind: "running", progress: { stage: "Starting", fraction: null }, trajectory: null }),
      { text: "Starting", detail: "Simulating" },
    );
  });

  it("is quiet when nothing runs", () => {
    assert.equal(simulationStatusView(null), null);
    assert.equal(simulationStatusView({ kind: "stopped", trajectory: null }), null);
    assert.equal(simulationStatusView({ kind: "failed", message: "No.", help: "Yes." }), null);
  });
});
