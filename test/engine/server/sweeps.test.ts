/** Sweeps of documents, with real threads: one at a time, stopped, replaced, and refused with a reason. */
import assert from "node:assert/strict";
import type { SweepState } from "../../../src/engine/protocol/messages";
import { createSweeps, type Sweeps } from "../../../src/engine/server/sweeps";
import { threadStarter } from "../../../src/engine/worker/thread/node";
import { WORKER } from "../worker/programs";

type Told = SweepState & { readonly uri: string; readonly version: number };

const spec = (values: string): string =>
  `{ "architecture": { "widths": [2, 3, 2] }, "sweep": { "over": { "initialization.scale": ${values} }, "measure": "violation" } }`;
const MANY = spec('{ "from": 1, "to": 2, "count": 50000 }');

describe("sweeps, with real threads", function () {
  let sweeps: Sweeps;
  let told: Told[];
  let waiters: (() => void)[];

  beforeEach(() => {
    told = [];
    waiters = [];
    sweeps = createSweeps({
      startWorker: threadStarter(WORKER),
      parallelism: 2,
      now: () => performance.now(),
      tell: ({ uri, version }, state) => {
        told.push({ ...state, uri, version });
        waiters.splice(0).forEach((wake) => wake());
      },
      log: () => undefined,
    });
  });
  afterEach(() => sweeps.dispose());

  async function until(matches: (one: Told) => boolean): Promise<Told> {
    for (;;) {
      const found = told.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((wake) => waiters.push(wake));
    }
  }
  const start = (uri: string, text: string, version = 1): void =>
    sweeps.start({ uri, version, text, path: null, folder: null });

  it("tells the whole result at the end", async () => {
    start("a", spec("[1, 2, 4]"));
    assert.equal(sweeps.running("a"), 1);
    const done = await until(({ kind }) => kind === "done");
    assert.ok(done.kind === "done" && done.result.finished === 3 && done.result.without === 0);
    assert.ok(done.result.points.every(({ median }) => median !== null && median > 0));
    assert.equal(sweeps.running("a"), null);
  });

  it("stops with what has finished, and lets the next one begin", async () => {
    start("a", MANY);
    start("b", spec("[1, 2]"));
    const waiting = await until(({ uri }) => uri === "b");
    assert.ok(waiting.kind === "running" && /another sweep/.test(waiting.progress.stage));
    await until((one) => one.uri === "a" && one.kind === "running" && one.result !== null);
    sweeps.stop("a");
    const stopped = await until((one) => one.uri === "a" && one.kind === "stopped");
    assert.ok(
      stopped.kind === "stopped" &&
        stopped.result !== null &&
        stopped.result.finished > 0 &&
        stopped.result.finished < 50000,
    );
    await until((one) => one.uri === "b" && one.kind === "done");
    assert.equal(told.filter(({ uri, kind }) => uri === "a" && kind !== "running").length, 1, "one last state");
  });

  it("replaces the sweep of an older text, of which nothing more is told", async () => {
    start("a", MANY);
    await until((one) => one.kind === "running" && one.result !== null);
    start("a", spec("[1, 2]"), 2);
    await until((one) => one.version === 2 && one.kind === "done");
    const last = told.findLastIndex(({ version }) => version === 1);
    assert.ok(last < told.findIndex(({ version }) => version === 2));
  });

  it("ends with its document, and says why it cannot begin", async () => {
    start("a", MANY);
    sweeps.closed("a");
    assert.equal(sweeps.running("a"), null);
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
