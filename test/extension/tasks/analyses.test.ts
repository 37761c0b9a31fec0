import assert from "node:assert/strict";
import { createTaskStore, reportOnItsWay, staleAgainst } from "../../../src/extension/tasks/store";
import { cancelled, done, growing, partialReport, running, sampleReport, stale, update } from "../samples";

const URI = "file:///a.intrinsic.json";

const createStore = () => createTaskStore(() => 2000);

describe("the task store, of analyses", () => {
  it("keeps the newest state and the last finished report", () => {
    const store = createStore();
    store.update(update(URI, 1, done()));
    store.update(update(URI, 2, running));
    const status = store.get("analyze", URI)!;
    assert.equal(status.state.kind, "running");
    assert.equal(status.last?.documentVersion, 1);
    assert.equal(status.last?.report, sampleReport);
    assert.equal(staleAgainst(status, 2), true);
  });

  it("drops updates older than the newest heard of", () => {
    const store = createStore();
    store.update(update(URI, 5, stale));
    store.update(update(URI, 4, done()));
    assert.deepEqual(store.get("analyze", URI), {
      state: stale,
      version: 5,
      last: null,
      closed: false,
      kept: null,
    });
  });

  it("is stale the moment the editor's text is newer", () => {
    const store = createStore();
    store.update(update(URI, 1, done()));
    assert.equal(staleAgainst(store.get("analyze", URI)!, 1), false);
    store.edited(URI, 2);
    assert.equal(store.get("analyze", URI)!.state.kind, "stale");
    store.update(update(URI, 1, done()));
    assert.equal(store.get("analyze", URI)!.state.kind, "stale");
  });

  it("leaves a state alone when an edit event brings no new version", () => {
    const store = createStore();
    store.update(update(URI, 3, done()));
    store.edited(URI, 3);
    assert.equal(store.get("analyze", URI)!.state.kind, "done");
  });

  it("counts versions from 1 again after a close, and keeps the report for a panel", () => {
    const store = createStore();
    store.update(update(URI, 14, done()));
    store.closed(URI);
    assert.equal(store.get("analyze", URI)?.last?.documentVersion, 14);
    store.update(update(URI, 1, running));
    const status = store.get("analyze", URI)!;
    assert.equal(status.version, 1);
    assert.equal(staleAgainst(status, 1), true);
  });

  it("forgets a closed spec that never had a report", () => {
    const store = createStore();
    store.update(update(URI, 1, cancelled));
    store.closed(URI);
    assert.equal(store.get("analyze", URI), undefined);
  });

  it("tells its listeners, until they are disposed", () => {
    const store = createStore();
    const heard: string[] = [];
    const listener = store.onChange((uri) => heard.push(uri));
    store.update(update(URI, 1, running));
    listener.dispose();
    store.update(update(URI, 1, done()));
    assert.deepEqual(heard, [URI]);
  });

  it("takes a report on its way for the newest, and the whole one for newer still", () => {
    const store = createStore();
    store.update(update(URI, 1, done()));
    store.update(update(URI, 2, running));
    assert.equal(staleAgainst(store.get("analyze", URI)!, 2), true);
    store.update(update(URI, 2, growing()));
    store.update(update(URI, 2, running));
    const status = store.get("analyze", URI)!;
    assert.deepEqual(status.last, {
      report: partialReport(),
      documentVersion: 2,
      finishedAt: 2000,
      milliseconds: 0,
    });
    assert.deepEqual([status.state, reportOnItsWay(status)?.pending], [running, ["plateau", "manifolds"]]);
    assert.equal(staleAgainst(status, 2), false);
    store.update(update(URI, 2, done()));
    assert.equal(store.get("analyze", URI)?.last?.report, sampleReport);
    assert.equal(reportOnItsWay(store.get("analyze", URI)!), null);
  });

  it("hides a report on its way with its text, and keeps what there was of one that was stopped", () => {
    const store = createStore();
    store.update(update(URI, 1, growing()));
    store.edited(URI, 2);
    assert.equal(staleAgainst(store.get("analyze", URI)!, 2), true);
    assert.equal(reportOnItsWay(store.get("analyze", URI)!), null);
    store.update(update(URI, 2, growing(partialReport(["manifolds"]))));
    store.update(update(URI, 2, cancelled));
    assert.deepEqual(store.get("analyze", URI)?.last?.report.pending, ["manifolds"]);
    assert.equal(reportOnItsWay(store.get("analyze", URI)!), null);
  });

  it("never takes a report on its way for a newer one than the whole report of the same text", () => {
    const store = createStore();
    store.update(update(URI, 1, done()));
    store.update(update(URI, 1, growing()));
    assert.equal(store.get("analyze", URI)?.last?.report, sampleReport);
    store.closed(URI);
    store.update(update(URI, 1, growing()));
    assert.deepEqual(store.get("analyze", URI)?.last?.report.pending, ["plateau", "manifolds"], "another text, maybe");
  });

  it("shows no analysis as running whose document was closed, and waits for the engine that comes back", () => {
    const store = createStore();
    store.update(update(URI, 1, done()));
    store.update(update(URI, 2, running));
    store.engineLost("it was restarted");
    assert.equal(store.get("analyze", URI)?.state.kind, "running");
    store.closed(URI);
    assert.equal(store.get("analyze", URI)?.state.kind, "stopped");
  });
});
