import assert from "node:assert/strict";
import {
  createSimulations,
  GRACE_MS,
  MOST_AT_ONCE,
  type SimulationRequest,
  type Simulations,
} from "../../../src/engine/server/simulations";
import type { SimulationResult } from "../../../src/engine/analysis/simulate";
import type { SimulationState } from "../../../src/engine/protocol/messages";
import { threadStarter } from "../../../src/engine/worker/thread/node";
import { SCRIPTED_THREAD } from "../worker/programs";

type Told = SimulationState & { readonly uri: string; readonly version: number };

describe("simulations, with real threads", () => {
  let simulations: Simulations;
  let told: Told[];
  let results: { uri: string; result: SimulationResult | null }[];
  let log: string[];
  let waiters: (() => void)[];

  const create = (worker: string): Simulations =>
    createSimulations({
      startWorker: threadStarter(worker, 32),
      after: (milliseconds, run) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      now: () => 1000,
      tell: ({ uri, version }, state) => {
        told.push({ ...state, uri, version });
        waiters.splice(0).forEach((wake) => wake());
      },
      result: ({ uri }, result) => results.push({ uri, result }),
      log: (line) => log.push(line),
    });

  beforeEach(() => {
    told = [];
    results = [];
    log = [];
    waiters = [];
    simulations = create(SCRIPTED_THREAD);
  });
  afterEach(() => simulations.dispose());

  async function until(matches: (one: Told) => boolean): Promise<Told> {
    for (;;) {
      const found = told.find(matches);
      if (found !== undefined) return found;
      await new Promise<void>((wake) => waiters.push(wake));
    }
  }
  const over = (uri: string, version = 1) =>
    until((one) => one.uri === uri && one.version === version && one.kind !== "running");
  const samples = (one: Told): number => ("trajectory" in one ? (one.trajectory?.times.length ?? 0) : 0);
  /** Resolves once a run tells at least `count` samples. */
  const grown = (uri: string, count = 1, version = 1) =>
    until((one) => one.uri === uri && one.version === version && one.kind === "running" && samples(one) >= count);
  const start = (uri: string, text: string, version = 1, where: Partial<SimulationRequest> = {}) =>
    simulations.start({ uri, version, text, path: null, folder: null, ...where });

  it("tells the run as it grows, and after Stop the whole of it", async () => {
    start("a", "run");
    const first = await grown("a");
    const later = await grown("a", samples(first) + 20);
    assert.equal(simulations.running("a"), 1);
    simulations.stop("a");
    simulations.stop("a");
    const last = await over("a");
    assert.ok(last.kind === "stopped" && last.trajectory !== null, last.kind);
    assert.equal(last.trajectory.status, "cancelled");
    assert.ok(samples(last) > samples(later), "the last samples are missing");
    assert.equal(simulations.running("a"), null);
    assert.deepEqual([told.filter(({ kind }) => kind !== "running").length, log], [1, []]);
  });

  it("ends a run that does not stop after the grace period, and keeps what it told", async () => {
    start("a", "run-then-stick");
    await grown("a");
    simulations.stop("a");
    const last = await over("a");
    assert.ok(last.kind === "stopped" && last.trajectory?.status === "cancelled");
    assert.match(last.trajectory.sentence, /^cancelled: stopped after t = \d/);
    assert.match(log.join(), new RegExp(`did not stop within ${GRACE_MS} ms`));
  });

  it("runs beside another one, and lets a third wait until one is over", async () => {
    const uris = Array.from({ length: MOST_AT_ONCE + 1 }, (_, i) => `run ${i}`);
    for (const uri of uris) start(uri, "run");
    const third = uris[MOST_AT_ONCE];
    for (const uri of uris.slice(0, MOST_AT_ONCE)) await grown(uri, 5);
    const waiting = told.filter(({ uri }) => uri === third);
    assert.deepEqual(
      waiting.map((one) => one.kind === "running" && one.progress.stage),
      [`Waiting: ${MOST_AT_ONCE} other simulations are running`],
    );
    assert.equal(simulations.running(third), 1);
    simulations.stop(uris[0]);
    await grown(third);
    assert.equal((await over(uris[0])).kind, "stopped");
  });

  it("stops one that waits at once, without a trajectory", async () => {
    for (let i = 0; i < MOST_AT_ONCE; i++) start(`${i}`, "run");
    start("waits", "run");
    simulations.stop("waits");
    assert.deepEqual(await over("waits"), { kind: "stopped", trajectory: null, uri: "waits", version: 1 });
    assert.equal(simulations.running("waits"), null);
  });

  it("ends the old run of a document with a new one, and says no more of it", async () => {
    start("a", "run", 1);
    await grown("a");
    start("a", "run", 2);
    const begun = told.findIndex(({ version }) => version === 2);
    await grown("a", 20, 2);
    assert.ok(told.slice(begun).every(({ version }) => version === 2));
    assert.ok(
      told.every(({ kind }) => kind === "running"),
      "the old run was told to have ended",
    );
    assert.equal(simulations.running("a"), 2);
  });

  it("stops the run of a closed document at once, and gives its place to one that waits", async () => {
    for (let i = 0; i < MOST_AT_ONCE; i++) start(`${i}`, "run");
    start("waits", "finish");
    await grown("0");
    simulations.closed("0");
    assert.equal(told.filter(({ uri }) => uri === "0").at(-1)?.kind, "stopped");
    const before = told.filter(({ uri }) => uri === "0").length;
    assert.equal((await over("waits")).kind, "failed"); // refused by the script: its way to end
    assert.equal(told.filter(({ uri }) => uri === "0").length, before);
  });

  it("tells how it came out: refused, and a new run takes the last result back", async () => {
    start("a", "finish");
    assert.deepEqual(await over("a"), { kind: "failed", message: "simulated finish", help: "", uri: "a", version: 1 });
    assert.deepEqual(
      results.map(({ result }) => result?.kind ?? null),
      [null, "refused"],
    );
    start("a", "finish", 2);
    await over("a", 2);
    assert.deepEqual(
      results.map(({ result }) => result?.kind ?? null),
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
    const broken = create("/nowhere/worker.js");
    broken.start({ uri: "a", version: 1, text: "run", path: null, folder: null });
    const failed = await over("a");
    assert.ok(failed.kind === "failed" && /ended unexpectedly/.test(failed.message));
    assert.equal(broken.running("a"), null);
  });

  it("says nothing after it was disposed", async () => {
    start("a", "run");
    await grown("a");
    simulations.dispose();
    const before = told.length;
    await new Promise((resolve) => setTimeout(resolve, 250)); // longer than a run keeps silent
    assert.equal(told.length, before);
  });
});
