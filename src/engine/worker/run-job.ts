/**
 * Drives one job, whatever its task: a step, a look at the cancel flag, now and then a word on progress or what there is
 * so far; one answer at the end.
 */
import type { PartOf, TaskName } from "../protocol/tasks";
import type { Run, Runs, Step, TaskHost } from "../tasks/task";
import { faultOf } from "./fault";
import type { FromWorker, Job, JobOf } from "./protocol";
import { t } from "../findings/language";

export interface JobHost {
  post(message: FromWorker): void;
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Reads the data files of a spec, inside its folder. */
  dataFiles(job: Pick<Job, "path" | "folder">): TaskHost["readDataFile"];
  readonly followFile: TaskHost["followFile"];
  readonly openChosenWeights: TaskHost["openChosenWeights"];
  readonly models: TaskHost["models"];
  /** Opens its weights files, likewise. */
  weightsFiles(job: Pick<Job, "path" | "folder">): TaskHost["openWeights"];
  /** Writes new files beside it. */
  newFiles(job: Pick<Job, "path" | "folder">): TaskHost["writeNewFiles"];
}

/** Progress is told at most this often: more than an eye can follow only costs time. */
const PROGRESS_EVERY_MS = 50;
/** What there is so far is told when it is new to the page, and telling it takes no more than this share of the time. */
const PARTIAL_EVERY_MS = 200;
const TELLING_SHARE = 0.05;

export function runJob(job: Job, runs: Runs, host: JobHost): void {
  drive(job, runs[job.task] as Run<TaskName>, host);
}

function drive<N extends TaskName>(one: JobOf<N>, run: Run<N>, host: JobHost): void {
  const { task, asked, job, text, path } = one;
  const flag = new Int32Array(one.cancel);
  const started = host.now();
  let told = started;
  const tellPartial = partialTeller(one, host);
  try {
    const files = {
      readDataFile: host.dataFiles(one),
      openWeights: host.weightsFiles(one),
      followFile: host.followFile,
      openChosenWeights: host.openChosenWeights,
      models: host.models,
      writeNewFiles: host.newFiles(one),
    };
    const steps = run(asked, { text, path, run: one.run }, files);
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        const answer = { type: "answer", task, job, outcome: step.value, milliseconds: host.now() - started };
        host.post(answer as FromWorker);
        return;
      }
      const stopping = Atomics.load(flag, 0) !== 0;
      tellPartial(step.value, stopping);
      if (stopping) {
        // What it holds open it closes, and files that it has begun go.
        steps.return(STOPPED);
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
    host.post({ type: "failed", job, fault: faultOf(error), log });
  }
}

const STOPPED = { kind: "refused", reason: t`It was stopped.`, help: t`Start it again.` } as const;

/**
 * Tells what there is so far: the first of it at once, then now and then, and once more when the job is stopped. What
 * came too soon to be told is told when it is time, at whatever step that is.
 */
function partialTeller<N extends TaskName>(
  { task, job }: JobOf<N>,
  host: JobHost,
): (step: Step<PartOf<N>>, stopping: boolean) => void {
  let next = -Infinity;
  let untold: Step<PartOf<N>>["partial"] = null;
  return ({ stage, fraction, partial }, stopping) => {
    untold = partial ?? untold;
    if (untold === null || untold === undefined) return;
    const now = host.now();
    if (now < next && !stopping) return;
    const found = untold(stopping);
    untold = null;
    if (found !== null)
      host.post({ type: "partial", task, job, progress: { stage, fraction }, partial: found } as FromWorker);
    next = host.now() + Math.max(PARTIAL_EVERY_MS, (host.now() - now) / TELLING_SHARE);
  };
}
