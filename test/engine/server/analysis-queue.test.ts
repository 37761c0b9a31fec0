import assert from "node:assert/strict";
import {
  createAnalysisQueue,
  GRACE_MS,
  type AnalysisOutcome,
  type AnalysisQueue,
} from "../../../src/engine/server/analysis-queue";
import { threadStarter } from "../../../src/engine/worker/thread/node";
import { SCRIPTED_THREAD } from "../worker/programs";

type Told = AnalysisOutcome & { readonly uri: string; readonly version: number };

describe("the analysis queue, with a real thread", () => {
  let queue: AnalysisQueue;
  let told: Told[];
  let log: string[];
  let waiters: (() => void)[];

  beforeEach(() => {
    told = [];
    log = [];
    waiters = [];
    queue = createAnalysisQueue({
      startWorker: threadStarter(SCRIPTED_THREAD, 32),
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      outcome: ({ uri, version }, outcome) => {
        told.push({ ...outcome, uri, version });
        waiters.splice(0).forEach((wake) => wake());
      },
      log: (line) => log.push(line),
    });
  });

  afterEach(() => queue.dispose());

  /** Resolves once an outcome like this was told. */
  async function until(matches: (one: Told) => boolean): Promise<Told> {
    for (;;) {
      const found = told.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((wake) => waiters.push(wake));
    }
  }
  const over = (uri: string, version = 1) =>
    until((one) => one.uri === uri && one.version === version && one.kind !== "running");
  /** Resolves once the thread is really at work on it (its own progress has come). */
  const atWork = (uri: string) =>
    until((one) => one.uri === uri && one.kind === "running" && one.progress.stage === "stepping");
  const submit = (uri: string, text: string, version = 1) =>
    queue.submit({ uri, version, text, path: null, effort: "typing" });

  it("tells the start, then the result", async () => {
    submit("a", "finish");
    const end = await over("a");
    assert.equal(end.kind, "finished");
    assert.deepEqual(told[0], {
      uri: "a",
      version: 1,
      kind: "running",
      progress: { stage: "Starting", fraction: null },
    });
  });

  it("analyses every waiting document, the newest request first", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    for (const uri of ["b", "c", "d"]) submit(uri, "finish");
    await over("b");
    const finished = told.filter((one) => one.kind === "finished").map((one) => one.uri);
    assert.deepEqual(finished, ["d", "c", "b"]);
  });

  it("lets the newest edit win: the older job stops and is never told of again", async () => {
    submit("a", "steps-until-cancelled", 1);
    await atWork("a");
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "finished");
    assert.ok(told.every((one) => one.version === 2 || one.kind === "running"));
    assert.deepEqual(log, []);
  });

  it("lets a document wait for another and come again", async () => {
    submit("slow", "steps-until-cancelled");
    await atWork("slow");
    submit("quick", "finish");
    await over("quick");
    told.length = 0;
    await atWork("slow");
    queue.cancel("slow");
    assert.equal((await over("slow")).kind, "cancelled");
  });

  it("cancels a running job, and tells so", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    queue.cancel("a");
    assert.equal((await over("a")).kind, "cancelled");
    assert.deepEqual(log, []);
  });

  it("cancels a waiting document at once, and the other one comes again", async () => {
    submit("a", "finish");
    submit("b", "finish");
    queue.cancel("b");
    assert.equal((await over("b")).kind, "cancelled");
    assert.equal((await over("a")).kind, "finished");
  });

  it("forgets a dropped document without a word", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    queue.drop("a");
    submit("b", "finish");
    await over("b");
    assert.ok(told.every((one) => one.uri === "b" || one.kind === "running"));
  });

  it("ends a stuck thread after a grace period and goes on with a new one", async () => {
    submit("a", "stuck", 1);
    await atWork("a");
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "finished");
    assert.match(log.join("\n"), new RegExp(`did not stop within ${GRACE_MS} ms`));
  });

  it("survives an error in the analysis", async () => {
    submit("a", "throw oops");
    const failed = await over("a");
    assert.ok(failed.kind === "failed" && /oops$/.test(failed.message) && failed.help !== "");
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "finished");
  });

  it("survives the death of its thread", async () => {
    submit("a", "exit 3");
    const failed = await over("a");
    assert.ok(failed.kind === "failed" && /exit code 3/.test(failed.message));
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "finished");
  });

  it("survives a thread that runs out of memory, and says so", async () => {
    submit("a", "eat-memory");
    const failed = await over("a");
    assert.ok(failed.kind === "failed", failed.kind);
    assert.match(failed.message, /more than the 32 MB of memory/);
    assert.match(failed.help, /narrower/);
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "finished");
  });

  it("goes on with the waiting documents when the thread dies", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    submit("b", "finish");
    submit("c", "exit 1");
    assert.equal((await over("c")).kind, "failed");
    assert.equal((await over("b")).kind, "finished");
  });

  it("fails with a sentence when the thread cannot be started", async () => {
    const broken = createAnalysisQueue({
      startWorker: threadStarter("/nowhere/worker.js"),
      after: () => () => undefined,
      outcome: ({ uri, version }, outcome) => {
        told.push({ ...outcome, uri, version });
        waiters.splice(0).forEach((wake) => wake());
      },
      log: (line) => log.push(line),
    });
    broken.submit({ uri: "a", version: 1, text: "finish", path: null, effort: "typing" });
    const failed = await over("a");
    broken.dispose();
    assert.ok(failed.kind === "failed" && /ended unexpectedly/.test(failed.message));
  });

  it("says nothing after it was disposed", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    queue.dispose();
    const before = told.length;
    submit("b", "finish");
    queue.cancel("a");
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(told.length, before);
  });
});
