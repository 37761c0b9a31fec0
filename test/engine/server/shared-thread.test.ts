import assert from "node:assert/strict";
import { TASKS } from "../../../src/engine/protocol/tasks";
import type { Report } from "../../../src/engine/report/types";
import type { TaskEvent } from "../../../src/engine/server/scheduler/request";
import { SCRIPTED_THREAD } from "../worker/programs";
import { startThreads, type Threads } from "./tasks";

const { graceMs } = TASKS.analyze.schedule;

type Told = Exclude<TaskEvent<Report, Report>, { kind: "forgotten" }> & {
  readonly uri: string;
  readonly version: number;
};

describe("the thread that analyses share, a real one", () => {
  let threads: Threads;
  let told: Told[];
  /** Of requests that were forgotten: "uri version". */
  let forgotten: string[];
  let waiters: (() => void)[];

  beforeEach(() => {
    told = [];
    forgotten = [];
    waiters = [];
    threads = startThreads(SCRIPTED_THREAD, 32);
  });
  afterEach(() => threads.scheduler.dispose());

  /** Resolves once an event like this was told. */
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
  const submitTo = ({ scheduler }: Threads, uri: string, text: string, version = 1): void =>
    scheduler.submit(
      { task: "analyze", asked: { effort: "typing" }, uri, version, text, path: null, folder: null },
      (event) => {
        if (event.kind === "forgotten") forgotten.push(`${uri} ${version}`);
        else told.push({ ...event, uri, version });
        waiters.splice(0).forEach((wake) => wake());
      },
    );
  const submit = (uri: string, text: string, version = 1): void => submitTo(threads, uri, text, version);

  it("tells the start, then the result", async () => {
    submit("a", "finish");
    const end = await over("a");
    assert.equal(end.kind, "over");
    assert.deepEqual(told[0], {
      uri: "a",
      version: 1,
      kind: "running",
      progress: { stage: "Starting", fraction: null },
      partial: null,
    });
  });

  it("analyses every waiting document, the newest request first", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    for (const uri of ["b", "c", "d"]) submit(uri, "finish");
    await over("b");
    const finished = told.filter((one) => one.kind === "over").map((one) => one.uri);
    assert.deepEqual(finished, ["d", "c", "b"]);
  });

  it("lets the newest edit win: the older job stops and is never told of again", async () => {
    submit("a", "steps-until-cancelled", 1);
    await atWork("a");
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "over");
    assert.ok(told.every((one) => one.version === 2 || one.kind === "running"));
    assert.deepEqual(forgotten, ["a 1"]);
    assert.deepEqual(threads.log, []);
  });

  it("lets a document wait for another and come again", async () => {
    submit("slow", "steps-until-cancelled");
    await atWork("slow");
    submit("quick", "finish");
    await over("quick");
    told.length = 0;
    await atWork("slow");
    threads.scheduler.stop("analyze", "slow");
    assert.equal((await over("slow")).kind, "stopped");
  });

  it("cancels a running job, and tells so", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    threads.scheduler.stop("analyze", "a");
    assert.equal((await over("a")).kind, "stopped");
    assert.deepEqual(threads.log, []);
  });

  it("cancels a waiting document at once, and the other one comes again", async () => {
    submit("a", "finish");
    submit("b", "finish");
    threads.scheduler.stop("analyze", "b");
    assert.equal((await over("b")).kind, "stopped");
    assert.equal((await over("a")).kind, "over");
  });

  it("forgets a dropped document without a word", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    threads.scheduler.forget("analyze", "a");
    submit("b", "finish");
    await over("b");
    assert.ok(told.every((one) => one.uri === "b" || one.kind === "running"));
    assert.deepEqual(forgotten, ["a 1"]);
  });

  it("ends a stuck thread after a grace period and goes on with a new one", async () => {
    submit("a", "stuck", 1);
    await atWork("a");
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "over");
    assert.match(threads.log.join("\n"), new RegExp(`did not stop within ${graceMs} ms`));
  });

  it("survives an error in the analysis", async () => {
    submit("a", "throw oops");
    const failed = await over("a");
    assert.ok(failed.kind === "failed" && /oops$/.test(failed.message) && failed.help !== "");
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "over");
  });

  it("survives the death of its thread", async () => {
    submit("a", "exit 3");
    const failed = await over("a");
    assert.ok(failed.kind === "failed" && /exit code 3/.test(failed.message));
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "over");
  });

  it("survives a thread that runs out of memory, and says so", async () => {
    submit("a", "eat-memory");
    const failed = await over("a");
    assert.ok(failed.kind === "failed", failed.kind);
    assert.match(failed.message, /more than the 32 MB of memory/);
    assert.match(failed.help, /narrower/);
    submit("a", "finish", 2);
    assert.equal((await over("a", 2)).kind, "over");
  });

  it("goes on with the waiting documents when the thread dies", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    submit("b", "finish");
    submit("c", "exit 1");
    assert.equal((await over("c")).kind, "failed");
    assert.equal((await over("b")).kind, "over");
  });

  it("fails with a sentence when the thread cannot be started", async () => {
    const broken = startThreads("/nowhere/worker.js");
    submitTo(broken, "a", "finish");
    const failed = await over("a");
    broken.scheduler.dispose();
    assert.ok(failed.kind === "failed" && /ended unexpectedly/.test(failed.message));
  });

  it("says nothing after it was disposed", async () => {
    submit("a", "steps-until-cancelled");
    await atWork("a");
    threads.scheduler.dispose();
    const before = told.length;
    submit("b", "finish");
    threads.scheduler.stop("analyze", "a");
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(told.length, before);
  });
});
