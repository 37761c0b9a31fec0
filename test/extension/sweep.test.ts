/** What the extension knows of sweeps: nothing old is taken for new, and nothing dead for running. */
import assert from "node:assert/strict";
import { createSweepStore, sweepView } from "../../src/extension/sweep/store";

const URI = "file:///a.intrinsic.json";
const RUNNING = { kind: "running", progress: { stage: "run 1 of 5", fraction: 0.2 }, result: null } as const;

describe("the sweep store", () => {
  it("drops updates of an older text, and marks what the editor has left behind", () => {
    const store = createSweepStore();
    store.update({ uri: URI, documentVersion: 4, state: RUNNING });
    store.update({ uri: URI, documentVersion: 3, state: { kind: "stopped", result: null } });
    assert.equal(store.get(URI)?.state.kind, "running");
    assert.deepEqual(sweepView(store.get(URI), 4), { state: RUNNING, stale: false });
    assert.equal(sweepView(store.get(URI), 5)?.stale, true);
    assert.equal(sweepView(undefined, 1), null);
  });

  it("ends what can no longer go on", () => {
    const store = createSweepStore();
    const heard: string[] = [];
    const listening = store.onChange((uri) => heard.push(uri));
    store.update({ uri: URI, documentVersion: 1, state: RUNNING });
    store.closed(URI);
    assert.equal(store.get(URI)?.state.kind, "stopped");
    assert.equal(sweepView(store.get(URI), 1)?.stale, true, "versions count anew");
    store.update({ uri: URI, documentVersion: 1, state: RUNNING });
    store.engineLost("it was restarted");
    const state = store.get(URI)?.state;
    assert.ok(state?.kind === "failed");
    assert.match(state.message, /it was restarted/);
    listening.dispose();
    store.closed(URI);
    assert.equal(heard.length, 4);
  });
});
