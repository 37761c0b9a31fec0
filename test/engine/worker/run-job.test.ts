import { NO_CHOSEN_FILES } from "./no-chosen-files";
import { NO_NEW_FILES } from "./no-new-files";
import assert from "node:assert/strict";
import type { TextChange } from "../../../src/engine/protocol/tasks";
import type { Report } from "../../../src/engine/report/types";
import { RUNS } from "../../../src/engine/tasks";
import type { Outcome, Run, Runs } from "../../../src/engine/tasks/task";
import { explainFault } from "../../../src/engine/worker/faults";
import type { FromWorker, Job } from "../../../src/engine/worker/protocol";
import { followedFile } from "../../../src/engine/worker/run-files/node";
import { runJob } from "../../../src/engine/worker/run-job";
import { twoLayers } from "../../sample-report";
import { trajectoryUpTo } from "./trajectory";

const RESULT = { kind: "invalid", problems: [] } as const;
type Analyze = Run<"analyze">;
type Simulate = Run<"simulate">;

/** Runs one job; each step takes `stepMs` on the job's clock. */
function run(analyze: Analyze, options: { stepMs?: number; cancelAtStep?: number } = {}): FromWorker[] {
  const told: FromWorker[] = [];
  const cancel = new SharedArrayBuffer(4);
  let clock = 0;
  let step = 0;
  const stepping: Analyze = function* (asked, spec, reads) {
    const steps = analyze(asked, spec, reads);
    try {
      for (;;) {
        const next = steps.next();
        clock += options.stepMs ?? 1;
        if (next.done === true) return next.value;
        if (++step === options.cancelAtStep) Atomics.store(new Int32Array(cancel), 0, 1);
        yield next.value;
      }
    } finally {
      steps.return(RESULT);
    }
  };
  runJob(
    { task: "analyze", asked: { effort: "patient" }, job: 7, ...basis(), cancel },
    { ...NOTHING, analyze: stepping },
    { ...host(told), now: () => clock },
  );
  return told;
}

/** Runs a job of another kind, all of it at one moment. */
function answersTo(job: Job, runs: Partial<Runs> = {}): FromWorker[] {
  const told: FromWorker[] = [];
  runJob(job, { ...NOTHING, ...runs }, { ...host(told), now: () => 0 });
  return told;
}

const host = (told: FromWorker[]) => ({
  post: (message: FromWorker) => void told.push(message),
  followFile: followedFile,
  ...NO_CHOSEN_FILES,
  weightsFiles: () => () => ({ kind: "none", why: "There is no such file.", help: "Put it there." }) as const,
  newFiles: () => NO_NEW_FILES,
  dataFiles:
    ({ folder }: Pick<Job, "folder">) =>
    (name: string) =>
      ({ kind: "text", text: `text of ${name} in ${String(folder)}` }) as const,
});
const basis = () => ({ text: "text", path: null, folder: null, run: 0, cancel: new SharedArrayBuffer(4) });

const steps = (count: number): Analyze =>
  function* () {
    for (let i = 1; i <= count; i++) yield { stage: `step ${i}`, fraction: i / count };
    return RESULT;
  };

const NOTHING: Runs = { ...RUNS, analyze: steps(1) };

describe("a job", () => {
  it("answers with its result and how long it took", () => {
    assert.deepEqual(run(steps(3)), [{ type: "answer", task: "analyze", job: 7, outcome: RESULT, milliseconds: 4 }]);
  });

  it("lets what it stops close what it holds", () => {
    let closed = false;
    const told = run(
      function* () {
        try {
          for (;;) yield { stage: "", fraction: null };
        } finally {
          closed = true;
        }
      },
      { cancelAtStep: 2 },
    );
    assert.deepEqual([told.at(-1)?.type, closed], ["cancelled", true]);
  });

  it("hands on how much effort was asked for", () => {
    const efforts: unknown[] = [];
    run(function* ({ effort }) {
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
    const { message, help } = explainFault(failed.fault, "analyze");
    assert.match(message, /rank of nothing$/);
    assert.doesNotMatch(message + help, /\.ts|at /);
    assert.match(failed.log, /run-job/);
  });

  it("explains an array that is too large", () => {
    const [failed] = run(function* () {
      yield { stage: "", fraction: null };
      new Float64Array(2 ** 50);
      return RESULT;
    });
    assert.ok(failed.type === "failed");
    const { message, help } = explainFault(failed.fault, "analyze");
    assert.ok(/memory/.test(message) && /narrower/.test(help));
  });

  it("is done by the row of its task, with what was asked and which of its runs it is", () => {
    const found = { kind: "found", result: { run: 4, value: 1, note: "text", exponent: null } } as const;
    const sweep: Run<"sweep"> = function* (_asked, { text, run: number }) {
      yield { stage: "", fraction: null };
      return { kind: "found", result: { run: number, value: 1, note: text, exponent: null } };
    };
    assert.deepEqual(answersTo({ task: "sweep", asked: {}, job: 3, ...basis(), run: 4 }, { sweep }), [
      { type: "answer", task: "sweep", job: 3, outcome: found, milliseconds: 0 },
    ]);
    const cure: Run<"cure"> = function* ({ cure: id }) {
      yield { stage: "", fraction: null };
      return { kind: "refused", reason: id, help: "" };
    };
    const outcome = { kind: "refused", reason: "make-balanced", help: "" } as const;
    assert.deepEqual(answersTo({ task: "cure", asked: { cure: "make-balanced" }, job: 4, ...basis() }, { cure }), [
      { type: "answer", task: "cure", job: 4, outcome, milliseconds: 0 },
    ]);
  });

  it("reads data files by its host, in the folder it is given", () => {
    const simulate: Simulate = function* (_asked, _spec, { readDataFile }) {
      yield { stage: "", fraction: null };
      return { kind: "refused", reason: JSON.stringify(readDataFile("data.csv")), help: "" };
    };
    const [answer] = answersTo({ task: "simulate", asked: {}, job: 5, ...basis(), folder: "/work" }, { simulate });
    assert.ok(
      answer.type === "answer" &&
        answer.outcome.kind === "refused" &&
        /text of data\.csv in \/work/.test(answer.outcome.reason),
      JSON.stringify(answer),
    );
  });
});

describe("the tasks", () => {
  const TEXT = `{ "architecture": { "widths": [2, 2, 2] }, "initialization": { "scheme": "gaussian", "seed": 7 } }`;
  const answer = (job: Pick<Job, "task" | "asked">) => {
    const told: FromWorker[] = [];
    runJob({ ...basis(), ...job, job: 1, text: TEXT } as Job, RUNS, { ...host(told), now: () => 0 });
    const last = told.at(-1);
    assert.ok(last?.type === "answer", JSON.stringify(last));
    return last.outcome as Outcome<unknown>;
  };

  it("list laws in words for an editor", () => {
    const outcome = answer({ task: "list-laws", asked: { degree: 2 } });
    assert.ok(outcome.kind === "found");
    const { text } = outcome.result as { text: string };
    assert.match(text, /3 polynomial laws of degree at most 2/);
    assert.doesNotMatch(text, /rejected/);
  });

  it("analyse, cure, and refuse to simulate what has no training", () => {
    const report = answer({ task: "analyze", asked: { effort: "typing" } });
    assert.ok(report.kind === "found" && (report.result as Report).intrinsicMetric.value === "fails");
    const change = answer({ task: "cure", asked: { cure: "make-balanced" } });
    assert.ok(change.kind === "found" && (change.result as TextChange).edits.length > 0);
    const refused = answer({ task: "simulate", asked: {} });
    assert.ok(refused.kind === "refused" && /no training section/.test(refused.reason));
  });

  it("tell nothing of an analysis inside", () => {
    const told: FromWorker[] = [];
    let clock = 0;
    runJob({ ...basis(), task: "cure", asked: { cure: "make-balanced" }, job: 1, text: TEXT }, RUNS, {
      ...host(told),
      now: () => (clock += 1000),
    });
    assert.deepEqual([...new Set(told.map(({ type }) => type))], ["progress", "answer"]);
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
      yield { stage: "reading", fraction: null, partial: null };
      for (let i = 1; i <= count; i++) {
        clock += stepMs;
        if (i === cancelAt) Atomics.store(new Int32Array(cancel), 0, 1);
        yield {
          stage: `step ${i}`,
          fraction: i / count,
          partial: (cancelled) => (
            (clock += tellMs),
            moments.push(clock),
            trajectoryUpTo(i, cancelled ? "cancelled" : "running")
          ),
        };
      }
      return { kind: "refused", reason: "over", help: "" };
    };
    runJob(
      { task: "simulate", asked: {}, job: 6, ...basis(), cancel },
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
    assert.deepEqual([end.type, last.type], ["cancelled", "partial"]);
    assert.ok(
      last.type === "partial" &&
        last.task === "simulate" &&
        last.partial.status === "cancelled" &&
        last.partial.times.length === 18,
    );
  });
});

describe("a report on its way", () => {
  /** Each step takes `stepMs`; some have a report that lacks so many things still. */
  function told(lacking: readonly (number | null)[], stepMs: number): string[] {
    const messages = run(
      function* () {
        for (const many of lacking)
          yield {
            stage: "",
            fraction: null,
            partial: many === null ? null : () => twoLayers({ pending: Array.from({ length: many }, () => "laws") }),
          };
        return RESULT;
      },
      { stepMs },
    );
    return messages.flatMap((message) => {
      if (message.type === "partial" && message.task === "analyze")
        return [`partial ${message.partial.pending?.length}`];
      return message.type === "answer" ? ["answer"] : [];
    });
  }

  it("is told at once, and the next one when it is time, though its step is over", () => {
    assert.deepEqual(told([null, 3, 2, null, null, null], 60), ["partial 3", "partial 2", "answer"]);
    assert.deepEqual(told([3, 2, 1, null], 1), ["partial 3", "answer"], "the whole report comes first");
  });

  it("is told once, however many steps follow", () => {
    assert.deepEqual(told([3, ...Array.from({ length: 50 }, () => null)], 100), ["partial 3", "answer"]);
  });
});
