/** Sweeps of documents, with real threads: one at a time, stopped, replaced, and refused with a reason. */
import assert from "node:assert/strict";
import type { SweepResult } from "../../../src/engine/report/sweep";
import { WORKER } from "../worker/programs";
import { placeOf, startThreads, type Threads, type Told } from "./tasks";

const spec = (values: string): string =>
  `{ "architecture": { "widths": [2, 3, 2] }, "sweep": { "over": { "initialization.scale": ${values} }, "measure": "violation" } }`;
const MANY = spec('{ "from": 1, "to": 2, "count": 50000 }');

describe("sweeps, with real threads", function () {
  let threads: Threads;
  beforeEach(() => {
    threads = startThreads(WORKER);
  });
  afterEach(() => threads.scheduler.dispose());

  const until = (matches: (one: Told) => boolean) => threads.until(matches);
  const start = (uri: string, text: string, version = 1): void =>
    threads.runner.start("sweep", placeOf(uri, text, version), undefined);
  const running = (uri: string) => threads.runner.running("sweep", uri);
  /** Of the runs so far. */
  const soFar = (one: Told): SweepResult | null => ("partial" in one ? (one.partial as SweepResult | null) : null);

  it("tells the whole result at the end", async () => {
    start("a", spec("[1, 2, 4]"));
    assert.equal(running("a"), 1);
    const done = await until(({ kind }) => kind === "done");
    assert.ok(done.kind === "done");
    const result = done.result as SweepResult;
    assert.ok(result.finished === 3 && result.without === 0);
    assert.ok(result.points.every(({ median }) => median !== null && median > 0));
    assert.equal(running("a"), null);
  });

  it("stops with what has finished, and lets the next one begin", async () => {
    start("a", MANY);
    start("b", spec("[1, 2]"));
    const waiting = await until(({ uri }) => uri === "b");
    assert.ok(waiting.kind === "running" && /another sweep/.test(waiting.progress.stage));
    await until((one) => one.uri === "a" && one.kind === "running" && soFar(one) !== null);
    threads.runner.stop("sweep", "a");
    const stopped = await until((one) => one.uri === "a" && one.kind === "stopped");
    const { finished } = soFar(stopped) ?? { finished: 0 };
    assert.ok(stopped.kind === "stopped" && finished > 0 && finished < 50000);
    await until((one) => one.uri === "b" && one.kind === "done");
    assert.equal(threads.told.filter(({ uri, kind }) => uri === "a" && kind !== "running").length, 1, "one last state");
  });

  it("replaces the sweep of an older text, of which nothing more is told", async () => {
    start("a", MANY);
    await until((one) => one.kind === "running" && soFar(one) !== null);
    start("a", spec("[1, 2]"), 2);
    await until((one) => one.version === 2 && one.kind === "done");
    const last = threads.told.findLastIndex(({ version }) => version === 1);
    assert.ok(last < threads.told.findIndex(({ version }) => version === 2));
  });

  it("ends with its document, and says why it cannot begin", async () => {
    start("a", MANY);
    threads.runner.closed("a");
    assert.equal(running("a"), null);
    start("b", '{ "architecture": { "widths": [2, 3, 2] } }');
    const none = await until(({ uri }) => uri === "b");
    assert.ok(none.kind === "failed");
    assert.match(none.message, /no sweep section/);
    start("c", spec("[]"));
    const broken = await until(({ uri }) => uri === "c");
    assert.ok(broken.kind === "failed");
    assert.match(broken.message, /at least 1 entry/);
  });
});
