/** Drives one job: a step, a look at the cancel flag, now and then a word on progress; one answer at the end. */
import type { AnalysisOptions, AnalysisResult } from "../analysis/analyze";
import type { CureOptions, CureResult } from "../analysis/cure";
import type { LawsOptions, LawsResult } from "../analysis/discover-laws";
import type { Progress } from "../findings/progress";
import { explainFault } from "./faults";
import type { FromWorker, Job } from "./protocol";

export type Analyze = (text: string, options: AnalysisOptions) => Generator<Progress, AnalysisResult>;
export type ComputeCure = (text: string, options: CureOptions) => Generator<Progress, CureResult>;
export type ListLaws = (text: string, options: LawsOptions) => Generator<Progress, LawsResult>;

/** What each kind of job runs. */
export interface Work {
  readonly analyze: Analyze;
  readonly laws: ListLaws;
  readonly cure: ComputeCure;
}

export interface JobHost {
  post(message: FromWorker): void;
  /** Milliseconds from any fixed moment. */
  now(): number;
}

/** Progress is told at most this often: more than an eye can follow only costs time. */
const PROGRESS_EVERY_MS = 50;

export function runJob(task: Job, work: Work, host: JobHost): void {
  const { job } = task;
  const flag = new Int32Array(task.cancel);
  const started = host.now();
  let told = started;
  try {
    const steps = stepsOf(task, work);
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        host.post({ ...step.value, job, milliseconds: host.now() - started });
        return;
      }
      if (Atomics.load(flag, 0) !== 0) {
        host.post({ type: "cancelled", job });
        return;
      }
      if (host.now() - told >= PROGRESS_EVERY_MS) {
        told = host.now();
        host.post({ type: "progress", job, progress: step.value });
      }
    }
  } catch (error) {
    const log = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.post({ type: "failed", job, ...explainFault(error, task.type), log });
  }
}

type Answer = { type: "result"; result: AnalysisResult } | { type: "laws"; result: LawsResult } | { type: "cure"; result: CureResult };

/** Only an editor asks through a thread. */
const WORDS = { degree: "degree", all: "the command line lists them: intrinsic laws --all" };

function* stepsOf(task: Job, work: Work): Generator<Progress, Answer> {
  const { text, path } = task;
  switch (task.type) {
    case "analyze":
      return { type: "result", result: yield* work.analyze(text, { path, effort: task.effort }) };
    case "laws":
      return { type: "laws", result: yield* work.laws(text, { path, degree: task.degree, all: false, words: WORDS }) };
    case "cure":
      return { type: "cure", result: yield* work.cure(text, { path, cure: task.cure }) };
  }
}
