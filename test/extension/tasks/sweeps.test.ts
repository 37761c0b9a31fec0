/** What the extension knows of sweeps: nothing old is taken for new, and nothing dead for running. */
import assert from "node:assert/strict";
import { createTaskStore, viewOf } from "../../../src/extension/tasks/store";

const URI = "file:///a.intrinsic.json";
const RUNNING = { kind: "running", progress: { stage: "run 1 of 5", fraction: 0.2 }, partial: null } as const;

describe("the task store, of sweeps", () => {
  it("drops updates of an older text, and marks what the editor has left behind", () => {
    const store = createTaskStore(() => 2000);
    store.update({ task: "sweep", uri: URI, documentVersion: 4, state: RUNNING });
    store.update({ task: "sweep", uri: URI, documentVersion: 3, state: { kind: "stopped", partial: null } });
    assert.equal(store.get("sweep", URI)?.state.kind, "running");
    assert.deepEqual(viewOf(store.get("sweep", URI)!, 4), { state: RUNNING, stale: false, kept: null });
    assert.equal(viewOf(store.get("sweep", URI)!, 5).stale, true);
    assert.equal(store.get("sweep", "file:///another"), undefined);
  });

  it("ends what can no longer go on", () => {
    const store = createTaskStore(() => 2000);
    const heard: string[] = [];
    const listening = store.onChange((uri) => heard.push(uri));
    store.update({ task: "sweep", uri: URI, documentVersion: 1, state: RUNNING });
    store.closed(URI);
    assert.equal(store.get("sweep", URI)?.state.kind, "stopped");
    assert.equal(viewOf(store.get("sweep", URI)!, 1).stale, true, "versions count anew");
    store.update({ task: "sweep", uri: URI, documentVersion: 1, state: RUNNING });
    store.engineLost("it was restarted");
    const state = store.get("sweep", URI)?.state;
    assert.ok(state?.kind === "failed");
    assert.match(state.message, /it was restarted/);
    listening.dispose();
    store.closed(URI);
    assert.equal(heard.length, 4);
  });
});
