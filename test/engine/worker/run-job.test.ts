import assert from "node:assert/strict";
import type { FromWorker, Job } from "../../../src/engine/worker/protocol";
import {
  runJob,
  type Analyze,
  type ComputeCure,
  type ListLaws,
  type RunOfSweep,
  type Simulate,
  type Work,
} from "../../../src/engine/worker/run-job";
import { trajectoryUpTo } from "./trajectory";

const RESULT = { kind: "invalid", problems: [] } as const;

/** Runs one job; each step takes `stepMs` on the job's clock. */
function run(analyze: Analyze, options: { stepMs?: number; cancelAtStep?: number } = {}): FromWorker[] {
  const told: FromWorker[] = [];
  const cancel = new SharedArrayBuffer(4);
  let clock = 0;
  let step = 0;
  const stepping: Analyze = function* (text, where) {
    const steps = analyze(text, where);
    for (;;) {
      const next = steps.next();
      clock += options.stepMs ?? 1;
      if (next.done === true) return next.value;
      if (++step === options.cancelAtStep) Atomics.store(new Int32Array(cancel), 0, 1);
      yield next.value;
    }
  };
  runJob(
    { type: "analyze", job: 7, text: "text", path: null, effort: "patient", cancel },
    { ...NOTHING, analyze: stepping },
    { ...host(told), now: () => clock },
  );
  return told;
}

/** Runs a job of another kind, all of it at one moment. */
function answersTo(job: Job, work: Partial<Work> = {}): FromWorker[] {
  const told: FromWorker[] = [];
  runJob(job, { ...NOTHING, ...work }, { ...host(told), now: () => 0 });
  return told;
}

const host = (told: FromWorker[]) => ({
  post: (message: FromWorker) => void told.push(message),
  dataFiles: () => (name: string) => ({ kind: "text", text: `text of ${name}` }) as const,
});
const basis = () => ({ text: "text", path: null, cancel: new SharedArrayBuffer(4) });

const noLaws: ListLaws = function* (text, { degree }) {
  yield { stage: "", fraction: null };
  return { kind: "listing", text: `${text}, degree ${degree}`, rejected: 0 };
};

const noCure: ComputeCure = function* (text, { cure }) {
  yield { stage: "", fraction: null };
  return { kind: "edit", edits: [], message: `${cure} of ${text}` };
};

const noSimulation: Simulate = function* (text, { readDataFile }) {
  yield { stage: "", fraction: null, trajectory: null };
  return { kind: "refused", reason: `${text}: ${JSON.stringify(readDataFile("data.csv"))}`, help: "" };
};

const noSweep: RunOfSweep = function* (_text, { run: number }) {
  yield { stage: "", fraction: null };
  return { run: number, value: null, note: "none", exponent: null };
};

const steps = (count: number): Analyze =>
  function* () {
    for (let i = 1; i <= count; i++) yield { stage: `step ${i}`, fraction: i / count };
    return RESULT;
  };

const NOTHING: Work = { analyze: steps(1), laws: noLaws, cure: noCure, simulate: noSimulation, sweep: noSweep };

describe("a job", () => {
  it("answers with its result and how long it took", () => {
    assert.deepEqual(run(steps(3)), [{ type: "result", job: 7, result: RESULT, milliseconds: 4 }]);
  });

  it("hands on how much effort was asked for", () => {
    const efforts: unknown[] = [];
    run(function* (_text, { effort }) {
      efforts.push(effort);
      yield { stage: "", fraction: null };
      return RESULT;
    });
    assert.deepEqual(efforts, ["patient"]);
  });

  it("tells progress at most every 50 ms", () => {
    const stages = run(steps(10), { stepMs: 20 }).flatMap((m) => (m.type === "progress" ? [m.progress.stage] : []));
    assert.deepEqual(stages, ["step 3", "step 6", "step 9"]);
  });

  it("stops at the step after it was cancelled", () => {
    assert.deepEqual(run(steps(10), { cancelAtStep: 4 }), [{ type: "cancelled", job: 7 }]);
  });

  it("turns a thrown error into a failure without a stack for the user and with one for the log", () => {
    const [failed, ...rest] = run(function* () {
      yield { stage: "", fraction: null };
      throw new Error("rank of nothing");
    });
    assert.deepEqual(rest, []);
    assert.equal(failed.type, "failed");
    if (failed.type !== "failed") return;
    assert.match(failed.message, /rank of nothing$/);
    assert.doesNotMatch(failed.message + failed.help, /\.ts|at /);
    assert.match(failed.log, /run-job/);
  });

  it("explains an array that is too large", () => {
    const [failed] = run(function* () {
      yield { stage: "", fraction: null };
      new Float64Array(2 ** 50);
      return RESULT;
    });
    assert.ok(failed.type === "failed" && /memory/.test(failed.message) && /narrower/.test(failed.help));
  });

  it("lists laws when asked to, in words for an editor", () => {
    const laws: ListLaws = function* (text, options) {
      assert.doesNotMatch(options.words.degree, /--/);
      return yield* noLaws(text, options);
    };
    const result = { kind: "listing", text: "text, degree 4", rejected: 0 } as const;
    assert.deepEqual(answersTo({ type: "laws", job: 3, degree: 4, ...basis() }, { laws }), [
      { type: "laws", job: 3, result, milliseconds: 0 },
    ]);
  });

  it("computes the cure it is asked for", () => {
    const result = { kind: "edit", edits: [], message: "make-balanced of text" } as const;
    assert.deepEqual(answersTo({ type: "cure", job: 4, cure: "make-balanced", ...basis() }), [
      { type: "cure", job: 4, result, milliseconds: 0 },
    ]);
  });

  it("simulates with the data files its host reads", () => {
    const [answer] = answersTo({ type: "simulate", job: 5, folder: "/work", ...basis() });
    assert.ok(
      answer.type === "simulate" && answer.result.kind === "refused" && /text of data\.csv/.test(answer.result.reason),
      JSON.stringify(answer),
    );
  });
});

describe("a simulation's trajectory", () => {
  /** Steps of `stepMs`; telling a trajectory takes `tellMs`. The times at which one was told. */
  function told({ stepMs = 10, tellMs = 0, count = 100, cancelAt = Infinity }): {
    messages: FromWorker[];
    moments: number[];
  } {
    const messages: FromWorker[] = [];
    const moments: number[] = [];
    const cancel = new SharedArrayBuffer(4);
    let clock = 0;
    const simulate: Simulate = function* () {
      yield { stage: "reading", fraction: null, trajectory: null };
      for (let i = 1; i <= count; i++) {
        clock += stepMs;
        if (i === cancelAt) Atomics.store(new Int32Array(cancel), 0, 1);
        yield {
          stage: `step ${i}`,
          fraction: i / count,
          trajectory: (cancelled) => (
            (clock += tellMs),
            moments.push(clock),
            trajectoryUpTo(i, cancelled ? "cancelled" : "running")
          ),
        };
      }
      return { kind: "refused", reason: "over", help: "" };
    };
    runJob(
      { type: "simulate", job: 6, folder: null, ...basis(), cancel },
      { ...NOTHING, simulate },
      { ...host(messages), now: () => clock },
    );
    return { messages, moments };
  }

  it("is told at once, then at most every 200 ms", () => {
    assert.deepEqual(told({}).moments, [10, 210, 410, 610, 810]);
  });

  it("is told less often when that takes long, at most a twentieth of the time", () => {
    const { moments } = told({ tellMs: 40, count: 200 });
    assert.ok(moments.length >= 3);
    for (let i = 1; i < moments.length; i++) assert.ok(moments[i] - moments[i - 1] >= 800, moments.join());
  });

  it("is told once more when it is stopped, before the job is cancelled", () => {
    const { messages } = told({ cancelAt: 17 });
    const [last, end] = messages.slice(-2);
    assert.deepEqual([end.type, last.type], ["cancelled", "trajectory"]);
    assert.ok(
      last.type === "trajectory" && last.trajectory.status === "cancelled" && last.trajectory.times.length === 18,
    );
  });
});
