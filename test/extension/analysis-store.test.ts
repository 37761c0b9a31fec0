import assert from "node:assert/strict";
import { createAnalysisStore, staleAgainst } from "../../src/extension/analysis-store";
import { cancelled, done, running, sampleReport, stale, update } from "./samples";

const URI = "file:///a.intrinsic.json";

describe("the analysis store", () => {
  it("keeps the newest state and the last finished report", () => {
    const store = createAnalysisStore();
    store.update(update(URI, 1, done()));
    store.update(update(URI, 2, running));
    const status = store.get(URI)!;
    assert.equal(status.state.kind, "running");
    assert.equal(status.last?.documentVersion, 1);
    assert.equal(status.last?.report, sampleReport);
    assert.equal(staleAgainst(status, 2), true);
  });

  it("drops updates older than the newest heard of", () => {
    const store = createAnalysisStore();
    store.update(update(URI, 5, stale));
    store.update(update(URI, 4, done()));
    assert.deepEqual(store.get(URI), { state: stale, version: 5, last: null, open: true });
  });

  it("is stale the moment the editor's text is newer", () => {
    const store = createAnalysisStore();
    store.update(update(URI, 1, done()));
    assert.equal(staleAgainst(store.get(URI)!, 1), false);
    store.edited(URI, 2);
    assert.equal(store.get(URI)!.state.kind, "stale");
    store.update(update(URI, 1, done()));
    assert.equal(store.get(URI)!.state.kind, "stale");
  });

  it("leaves a state alone when an edit event brings no new version", () => {
    const store = createAnalysisStore();
    store.update(update(URI, 3, done()));
    store.edited(URI, 3);
    assert.equal(store.get(URI)!.state.kind, "done");
  });

  it("counts versions from 1 again after a close, and keeps the report for a panel", () => {
    const store = createAnalysisStore();
    store.update(update(URI, 14, done()));
    store.closed(URI);
    assert.equal(store.get(URI)?.last?.documentVersion, 14);
    store.update(update(URI, 1, running));
    const status = store.get(URI)!;
    assert.equal(status.version, 1);
    assert.equal(staleAgainst(status, 1), true);
  });

  it("forgets a closed spec that never had a report", () => {
    const store = createAnalysisStore();
    store.update(update(URI, 1, cancelled));
    store.closed(URI);
    assert.equal(store.get(URI), undefined);
  });

  it("tells its listeners, until they are disposed", () => {
    const store = createAnalysisStore();
    const heard: string[] = [];
    const listener = store.onChange((uri) => heard.push(uri));
    store.update(update(URI, 1, running));
    listener.dispose();
    store.update(update(URI, 1, done()));
    assert.deepEqual(heard, [URI]);
  });
});
