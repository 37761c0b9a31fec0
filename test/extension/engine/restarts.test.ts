import assert from "node:assert/strict";
import { createRestartPolicy, explainExit, MOST_RESTARTS, WINDOW_MS } from "../../../src/extension/engine/restarts";

describe("restarting the engine", () => {
  it("stops after too many crashes in a short time", () => {
    const policy = createRestartPolicy();
    const answers = Array.from({ length: MOST_RESTARTS + 1 }, (_, i) => policy.shouldRestart(i * 1000));
    assert.deepEqual(answers, [true, true, true, true, true, false]);
  });

  it("goes on when crashes are rare", () => {
    const policy = createRestartPolicy();
    for (let i = 0; i < 20; i++) assert.equal(policy.shouldRestart(i * (WINDOW_MS / 2)), true);
  });

  it("begins to count anew when the user restarts it", () => {
    const policy = createRestartPolicy();
    for (let i = 0; i <= MOST_RESTARTS; i++) policy.shouldRestart(0);
    policy.reset();
    assert.equal(policy.shouldRestart(1), true);
  });

  it("tells why it ended", () => {
    assert.equal(explainExit(null, "SIGKILL", ""), "it was ended by SIGKILL");
    assert.equal(
      explainExit(1, null, "x\nTypeError: a is not a function\n    at y"),
      "it ended with code 1: TypeError: a is not a function",
    );
    assert.equal(
      explainExit(null, "SIGABRT", "<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed\n"),
      "it was ended by SIGABRT: FATAL ERROR: Reached heap limit Allocation failed",
    );
  });
});
