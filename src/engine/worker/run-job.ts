/** Drives one job: a step, a look at the cancel flag, now and then a word on progress; one answer at the end. */
import type { AnalysisOptions, AnalysisResult } from "../analysis/analyze";
import type { CureOptions, CureResult } from "../analysis/cure";
import type { LawsOptions, LawsResult } from "../analysis/discover-laws";
import type { Progress } from "../findings/progress";
import type { SimulationOptions, SimulationProgress, SimulationResult } from "../analysis/simulate";
import type { SweepRunOptions } from "../analysis/sweep/run";
import type { SweepOutcome } from "../report/sweep";
import { explainFault } from "./faults";
import type { FromWorker, Job, SimulationJob, SweepJob } from "./protocol";

export type Analyze = (text: string, options: AnalysisOptions) => Generator<Progress, AnalysisResult>;
export type ComputeCure = (text: string, options: CureOptions) => Generator<Progress, CureResult>;
export type ListLaws = (text: string, options: LawsOptions) => Generator<Progress, LawsResult>;
export type RunOfSweep = (text: string, options: SweepRunOptions) => Generator<Progress, SweepOutcome>;
export type Simulate = (text: string, options: SimulationOptions) => Generator<SimulationProgress, SimulationResult>;

/** What each kind of job runs. */
export interface Work {
  readonly analyze: Analyze;
  readonly laws: ListLaws;
  readonly cure: ComputeCure;
  readonly simulate: Simulate;
  readonly sweep: RunOfSweep;
}

export interface JobHost {
  post(message: FromWorker): void;
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Reads the data files of a training run, inside its folder. */
  dataFiles(job: SimulationJob | SweepJob): SimulationOptions["readDataFile"];
}

/** Progress is told at most this often: more than an eye can follow only costs time. */
const PROGRESS_EVERY_MS = 50;
/** A trajectory is told when it is new to the page, and telling it takes no more than this share of the run's time. */
const TRAJECTORY_EVERY_MS = 200;
const TELLING_SHARE = 0.05;

export function runJob(task: Job, work: Work, host: JobHost): void {
  const { job } = task;
  const flag = new Int32Array(task.cancel);
  const started = host.now();
  let told = started;
  const tellTrajectory = trajectoryTeller(job, host);
  try {
    const steps = stepsOf(task, work, host);
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        host.post({ ...step.value, job, milliseconds: host.now() - started });
        return;
      }
      const cancelled = Atomics.load(flag, 0) !== 0;
      tellTrajectory(step.value, cancelled);
      if (cancelled) {
        host.post({ type: "cancelled", job });
        return;
      }
      if (host.now() - told >= PROGRESS_EVERY_MS) {
        told = host.now();
        const { stage, fraction } = step.value;
        host.post({ type: "progress", job, progress: { stage, fraction } });
      }
    }
  } catch (error) {
    const log = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.post({ type: "failed", job, ...explainFault(error, task.type), log });
  }
}

/** Tells the run so far now and then, and once more when it is stopped. */
function trajectoryTeller(job: number, host: JobHost): (step: Step, cancelled: boolean) => void {
  let next = -Infinity;
  return ({ stage, fraction, trajectory }, cancelled) => {
    const now = host.now();
    if (trajectory == null || (now < next && !cancelled)) return;
    host.post({ type: "trajectory", job, progress: { stage, fraction }, trajectory: trajectory(cancelled) });
    next = host.now() + Math.max(TRAJECTORY_EVERY_MS, (host.now() - now) / TELLING_SHARE);
  };
}

type Step = Progress & Partial<Pick<SimulationProgress, "trajectory">>;

type Answer =
  | { type: "result"; result: AnalysisResult }
  | { type: "laws"; result: LawsResult }
  | { type: "cure"; result: CureResult }
  | { type: "simulate"; result: SimulationResult }
  | { type: "sweep"; result: SweepOutcome };

/** Only an editor asks through a thread. */
const WORDS = { degree: "degree", all: "the command line lists them: intrinsic laws --all" };

function* stepsOf(task: Job, work: Work, host: JobHost): Generator<Step, Answer> {
  const { text, path } = task;
  switch (task.type) {
    case "analyze":
      return { type: "result", result: yield* work.analyze(text, { path, effort: task.effort }) };
    case "laws":
      return { type: "laws", result: yield* work.laws(text, { path, degree: task.degree, all: false, words: WORDS }) };
    case "cure":
      return { type: "cure", result: yield* work.cure(text, { path, cure: task.cure }) };
    case "sweep":
      return {
        type: "sweep",
        result: yield* work.sweep(text, { path, run: task.run, readDataFile: host.dataFiles(task) }),
      };
    case "simulate":
      return { type: "simulate", result: yield* work.simulate(text, { path, readDataFile: host.dataFiles(task) }) };
  }
}
