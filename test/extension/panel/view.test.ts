import assert from "node:assert/strict";
import { panelView, type PanelFacts } from "../../../src/extension/panel/view";
import { createTaskStore } from "../../../src/extension/tasks/store";
import { done, running, runningSimulation, sampleReport, update } from "../samples";

const URI = "file:///a.intrinsic.json";

/** The view after these updates of the spec, with the editor at `version`. */
function viewOf(updates: Parameters<typeof update>[2][], facts: Partial<PanelFacts> = {}) {
  const store = createTaskStore(() => 2000);
  updates.forEach((state) => store.update(update(URI, 1, state)));
  return panelView({
    spec: { uri: URI, name: "a.intrinsic.json" },
    pinned: false,
    tasks: store.of(URI),
    documentVersion: 1,
    unreadable: null,
    engine: { kind: "running" },
    digits: 3,
    intro: false,
    ...facts,
  });
}

describe("what the panel shows", () => {
  it("is empty without a spec", () => {
    const view = viewOf([], { spec: null });
    assert.deepEqual([view.spec, view.state, view.last, view.stale], [null, null, null, false]);
  });

  it("is the newest state and the last report", () => {
    const view = viewOf([done(), running]);
    assert.equal(view.state?.kind, "running");
    assert.equal(view.last?.report, sampleReport);
    assert.equal(view.stale, false);
  });

  it("is stale as soon as the editor's text is newer", () => {
    assert.equal(viewOf([done()], { documentVersion: 2 }).stale, true);
    assert.equal(viewOf([done()], { documentVersion: 1 }).stale, false);
  });

  it("keeps the report of a spec whose editor was closed", () => {
    assert.equal(viewOf([done()], { documentVersion: null }).stale, false);
  });

  it("tells why the engine is down and what to do, and keeps the report", () => {
    const view = viewOf([done()], { engine: { kind: "down", reason: "it ended with code 1" } });
    assert.ok(
      view.state?.kind === "failed" && /code 1/.test(view.state.message) && /Restart Engine/.test(view.state.help),
    );
    assert.equal(view.last?.report, sampleReport);
  });

  it("is running while the engine comes back", () => {
    assert.equal(viewOf([done()], { engine: { kind: "restarting", reason: "…" } }).state?.kind, "running");
    assert.equal(viewOf([], { engine: { kind: "starting" } }).state?.kind, "running");
  });

  it("is the run of the spec, which is stale as soon as the editor's text is newer", () => {
    const store = createTaskStore(() => 2000);
    store.update({ task: "simulate", uri: URI, documentVersion: 1, state: runningSimulation });
    const tasks = store.of(URI);
    assert.deepEqual(viewOf([done()], { tasks }).tasks, {
      simulate: { state: runningSimulation, stale: false, kept: null },
    });
    assert.equal(viewOf([done()], { tasks, documentVersion: 2 }).tasks.simulate?.stale, true);
    assert.deepEqual(viewOf([done()], { tasks, spec: null }).tasks, {});
    assert.deepEqual(viewOf([done()]).tasks, {});
  });

  it("says that a spec cannot be opened", () => {
    const view = viewOf([], { unreadable: "no such file" });
    assert.ok(view.state?.kind === "failed" && /no such file/.test(view.state.message));
  });
});
