import assert from "node:assert/strict";
import type { StateOf } from "../../../src/engine/protocol/tasks";
import { createTaskStore, viewOf, type TaskStore } from "../../../src/extension/tasks/store";
import { trajectoryUpTo } from "../../engine/worker/trajectory";
import { runningSimulation, sampleReport } from "../samples";

const URI = "file:///a.intrinsic.json";
const grown = (last: number): StateOf<"simulate"> => ({
  kind: "running",
  progress: { stage: `t = ${last}`, fraction: null },
  partial: trajectoryUpTo(last, "running"),
});
const done: StateOf<"simulate"> = {
  kind: "done",
  result: { ...sampleReport, trajectory: trajectoryUpTo(9, "done") },
  milliseconds: 5,
  finishedAt: 1000,
};

describe("the task store, of simulations", () => {
  let store: TaskStore;
  beforeEach(() => {
    store = createTaskStore(() => 2000);
  });
  const tell = (version: number, state: StateOf<"simulate">, uri = URI): void =>
    store.update({ task: "simulate", uri, documentVersion: version, state });
  const view = (version: number | null) => {
    const entry = store.get("simulate", URI);
    return entry === undefined ? null : viewOf(entry, version);
  };

  it("shows the newest state, and says when it speaks of an older text than the editor's", () => {
    assert.equal(view(1), null);
    tell(3, runningSimulation);
    tell(3, grown(4));
    assert.deepEqual(view(3), { state: grown(4), stale: false, kept: null });
    assert.equal(view(4)?.stale, true, "a run goes on while the text is edited, and says so");
    tell(3, done);
    assert.equal(view(4)?.stale, true);
    tell(4, runningSimulation);
    assert.equal(view(4)?.stale, false);
  });

  it("drops updates about an older text than the newest heard of", () => {
    tell(5, runningSimulation);
    tell(4, done);
    assert.deepEqual(store.get("simulate", URI)?.state, runningSimulation);
  });

  it("takes no run for one of a document's text that was closed meanwhile, whatever its version", () => {
    tell(1, done);
    store.closed(URI);
    assert.equal(view(null)?.stale, false, "a panel goes on showing it");
    assert.equal(view(1)?.stale, true, "versions count from 1 again, perhaps with another text");
    tell(1, runningSimulation);
    assert.equal(view(1)?.stale, false);
  });

  it("hears of a run with a lower version after a close", () => {
    tell(14, done);
    store.closed(URI);
    tell(2, runningSimulation);
    assert.deepEqual([store.get("simulate", URI)?.state.kind, store.get("simulate", URI)?.version], ["running", 2]);
  });

  it("ends a run with its document, and keeps what it told", () => {
    tell(1, grown(4));
    store.closed(URI);
    const state = view(null)?.state;
    assert.ok(state?.kind === "stopped" && state.partial?.status === "cancelled" && state.partial.times.length === 5);
    assert.match(state.partial.sentence, /closed/);
  });

  it("ends every run with the engine, with the reason, and leaves finished ones alone", () => {
    tell(1, grown(4));
    tell(1, done, "file:///b.intrinsic.json");
    const heard: string[] = [];
    store.onChange((uri) => heard.push(uri));
    store.engineLost("it was ended by SIGKILL");
    const state = view(1)?.state;
    assert.ok(state?.kind === "failed" && /SIGKILL/.test(state.message) && /Simulate again/.test(state.help));
    assert.equal(store.get("simulate", "file:///b.intrinsic.json")?.state.kind, "done");
    assert.deepEqual(heard, [URI]);
  });

  it("keeps a run through later ones, until it is let go", () => {
    store.keep(URI, "none yet");
    tell(1, runningSimulation);
    store.keep(URI, "no sample yet");
    assert.equal(view(1)?.kept, null);
    tell(1, done);
    store.keep(URI, "first");
    tell(2, grown(1));
    assert.deepEqual(view(2)?.kept, { name: "first", trajectory: trajectoryUpTo(9, "done") });
    store.keep(URI, "second");
    assert.deepEqual(view(2)?.kept, { name: "second", trajectory: trajectoryUpTo(1, "running") });
    store.engineLost("it was restarted");
    store.closed(URI);
    assert.equal(view(2)?.kept?.name, "second");
    store.release(URI);
    assert.equal(view(2)?.kept, null);
  });

  it("tells its listeners, until they are disposed", () => {
    const heard: string[] = [];
    const listener = store.onChange((uri) => heard.push(uri));
    tell(1, runningSimulation);
    listener.dispose();
    tell(1, done);
    assert.deepEqual(heard, [URI]);
  });
});
