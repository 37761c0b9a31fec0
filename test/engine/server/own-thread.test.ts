import assert from "node:assert/strict";
import { TASKS } from "../../../src/engine/protocol/tasks";
import type { TrajectorySection } from "../../../src/engine/report/run/facts";
import type { RequestPlace } from "../../../src/engine/server/task-runner";
import { SCRIPTED_THREAD } from "../worker/programs";
import { placeOf, startThreads, type Threads, type Told } from "./tasks";

const { graceMs, mostAtOnce } = TASKS.simulate.schedule;

describe("simulations, each in a real thread of its own", () => {
  let threads: Threads;
  beforeEach(() => {
    threads = startThreads(SCRIPTED_THREAD, 32);
  });
  afterEach(() => threads.scheduler.dispose());

  const until = (matches: (one: Told) => boolean) => threads.until(matches);
  const over = (uri: string, version = 1) =>
    until((one) => one.uri === uri && one.version === version && one.kind !== "running");
  const runOf = (one: Told): TrajectorySection | null =>
    "partial" in one ? (one.partial as TrajectorySection | null) : null;
  const samples = (one: Told): number => runOf(one)?.times.length ?? 0;
  /** Resolves once a run tells at least `count` samples. */
  const grown = (uri: string, count = 1, version = 1) =>
    until((one) => one.uri === uri && one.version === version && one.kind === "running" && samples(one) >= count);
  const start = (uri: string, text: string, version = 1, where: Partial<RequestPlace> = {}) =>
    threads.runner.start("simulate", placeOf(uri, text, version, where), undefined);
  const running = (uri: string) => threads.runner.running("simulate", uri);
  const stop = (uri: string) => threads.runner.stop("simulate", uri);

  it("tells the run as it grows, and after Stop the whole of it", async () => {
    start("a", "run");
    const first = await grown("a");
    const later = await grown("a", samples(first) + 20);
    assert.equal(running("a"), 1);
    stop("a");
    stop("a");
    const last = await over("a");
    assert.ok(last.kind === "stopped" && runOf(last) !== null, last.kind);
    assert.equal(runOf(last)?.status, "cancelled");
    assert.ok(samples(last) > samples(later), "the last samples are missing");
    assert.equal(running("a"), null);
    assert.deepEqual([threads.told.filter(({ kind }) => kind !== "running").length, threads.log], [1, []]);
  });

  it("ends a run that does not stop after the grace period, and keeps what it told", async () => {
    start("a", "run-then-stick");
    await grown("a");
    stop("a");
    const last = await over("a");
    assert.ok(last.kind === "stopped" && runOf(last)?.status === "cancelled");
    assert.match(runOf(last)?.sentence ?? "", /^cancelled: stopped after t = \d/);
    assert.match(threads.log.join(), new RegExp(`did not stop within ${graceMs} ms`));
  });

  it("runs beside another one, and lets a third wait until one is over", async () => {
    const uris = Array.from({ length: mostAtOnce + 1 }, (_, i) => `run ${i}`);
    for (const uri of uris) start(uri, "run");
    const third = uris[mostAtOnce];
    for (const uri of uris.slice(0, mostAtOnce)) await grown(uri, 5);
    const waiting = threads.told.filter(({ uri }) => uri === third);
    assert.deepEqual(
      waiting.map((one) => one.kind === "running" && one.progress.stage),
      [`Waiting: ${mostAtOnce} other simulations are running`],
    );
    assert.equal(running(third), 1);
    stop(uris[0]);
    await grown(third);
    assert.equal((await over(uris[0])).kind, "stopped");
  });

  it("stops one that waits at once, without a trajectory", async () => {
    for (let i = 0; i < mostAtOnce; i++) start(`${i}`, "run");
    start("waits", "run");
    stop("waits");
    assert.deepEqual(await over("waits"), {
      kind: "stopped",
      partial: null,
      task: "simulate",
      uri: "waits",
      version: 1,
    });
    assert.equal(running("waits"), null);
  });

  it("ends the old run of a document with a new one, and says no more of it", async () => {
    start("a", "run", 1);
    await grown("a");
    start("a", "run", 2);
    const begun = threads.told.findIndex(({ version }) => version === 2);
    await grown("a", 20, 2);
    assert.ok(threads.told.slice(begun).every(({ version }) => version === 2));
    assert.ok(
      threads.told.every(({ kind }) => kind === "running"),
      "the old run was told to have ended",
    );
    assert.equal(running("a"), 2);
  });

  it("stops the run of a closed document at once, and gives its place to one that waits", async () => {
    for (let i = 0; i < mostAtOnce; i++) start(`${i}`, "run");
    start("waits", "finish");
    await grown("0");
    threads.runner.closed("0");
    assert.equal(threads.told.filter(({ uri }) => uri === "0").at(-1)?.kind, "stopped");
    const before = threads.told.filter(({ uri }) => uri === "0").length;
    assert.equal((await over("waits")).kind, "failed"); // refused by the script: its way to end
    assert.equal(threads.told.filter(({ uri }) => uri === "0").length, before);
  });

  it("tells how it came out: refused, and a new run takes the last result back", async () => {
    start("a", "finish");
    assert.deepEqual(await over("a"), {
      kind: "failed",
      message: "simulated finish",
      help: "",
      task: "simulate",
      uri: "a",
      version: 1,
    });
    assert.deepEqual(
      threads.outcomes.map(({ outcome }) => outcome?.kind ?? null),
      [null, "refused"],
    );
    start("a", "finish", 2);
    await over("a", 2);
    assert.deepEqual(
      threads.outcomes.map(({ outcome }) => outcome?.kind ?? null),
      [null, "refused", null, "refused"],
    );
  });

  it("says in which folder data files may lie", async () => {
    start("a", "read data.csv", 1, { folder: "/work" });
    const read = await over("a");
    assert.ok(read.kind === "failed" && /data\.csv in \/work/.test(read.message), JSON.stringify(read));
  });

  it("survives an error, the death of a thread and one that runs out of memory, each with a sentence", async () => {
    for (const [text, message] of [
      ["throw oops", /oops$/],
      ["exit 3", /^The simulation ended unexpectedly \(exit code 3\)/],
      ["eat-memory", /^The simulation needed more than the 32 MB/],
    ] as const) {
      start(text, text);
      const failed = await over(text);
      assert.ok(failed.kind === "failed" && message.test(failed.message) && failed.help !== "", JSON.stringify(failed));
    }
    start("a", "run");
    await grown("a");
  });

  it("fails with a sentence when the thread cannot be started", async () => {
    const broken = startThreads("/nowhere/worker.js");
    broken.runner.start("simulate", placeOf("a", "run"), undefined);
    const failed = await broken.until(({ kind }) => kind === "failed");
    assert.ok(failed.kind === "failed" && /ended unexpectedly/.test(failed.message));
    assert.equal(broken.runner.running("simulate", "a"), null);
  });

  it("says nothing after it was disposed", async () => {
    start("a", "run");
    await grown("a");
    threads.scheduler.dispose();
    const before = threads.told.length;
    await new Promise((resolve) => setTimeout(resolve, 250)); // longer than a run keeps silent
    assert.equal(threads.told.length, before);
  });
});
