import assert from "node:assert/strict";
import type { FromWorker } from "../../../src/engine/worker/protocol";
import { runJob, type Analyze, type ComputeCure, type ListLaws } from "../../../src/engine/worker/run-job";

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
  const job = { type: "analyze", job: 7, text: "text", path: null, effort: "patient", cancel } as const;
  runJob(job, { analyze: stepping, laws: noLaws, cure: noCure }, { post: (message) => told.push(message), now: () => clock });
  return told;
}

const noLaws: ListLaws = function* (text, { degree }) {
  yield { stage: "", fraction: null };
  return { kind: "listing", text: `${text}, degree ${degree}`, rejected: 0 };
};

const noCure: ComputeCure = function* (text, { cure }) {
  yield { stage: "", fraction: null };
  return { kind: "edit", edits: [], message: `${cure} of ${text}` };
};

const steps = (count: number): Analyze =>
  function* () {
    for (let i = 1; i <= count; i++) yield { stage: `step ${i}`, fraction: i / count };
    return RESULT;
  };

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
    const told: FromWorker[] = [];
    const job = { type: "laws", job: 3, text: "text", path: null, degree: 4, cancel: new SharedArrayBuffer(4) } as const;
    const laws: ListLaws = function* (text, options) {
      assert.doesNotMatch(options.words.degree, /--/);
      return yield* noLaws(text, options);
    };
    runJob(job, { analyze: steps(1), laws, cure: noCure }, { post: (message) => told.push(message), now: () => 0 });
    const result = { kind: "listing", text: "text, degree 4", rejected: 0 } as const;
    assert.deepEqual(told, [{ type: "laws", job: 3, result, milliseconds: 0 }]);
  });

  it("computes the cure it is asked for", () => {
    const told: FromWorker[] = [];
    const job = { type: "cure", job: 4, text: "text", path: null, cure: "make-balanced", cancel: new SharedArrayBuffer(4) } as const;
    runJob(job, { analyze: steps(1), laws: noLaws, cure: noCure }, { post: (message) => told.push(message), now: () => 0 });
    const result = { kind: "edit", edits: [], message: "make-balanced of text" } as const;
    assert.deepEqual(told, [{ type: "cure", job: 4, result, milliseconds: 0 }]);
  });
});
