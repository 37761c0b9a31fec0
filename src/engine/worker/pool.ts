/**
 * The runs of a task on several threads: each takes the next run when it has finished one.
 *
 * Invariants: every run is told exactly once, unless the pool is stopped. A thread that dies takes only its run with
 * it: that run is told as lost, and another thread takes the dead one's place.
 */
import type { PieceOf, TaskName } from "../protocol/tasks";
import { explainEnd, explainFault } from "./faults";
import type { FromWorker, Job, JobOf, StartWorker, WorkerHandle } from "./protocol";
import { t } from "../findings/language";

export interface PoolWork<N extends TaskName> extends Pick<JobOf<N>, "task" | "asked" | "text" | "path" | "folder"> {
  readonly startWorker: StartWorker;
  readonly threads: number;
  /** Numbers of the runs that are still to be done, in the order in which they are begun. */
  readonly runs: readonly number[];
  readonly piece: (run: number, piece: PieceOf<N>) => void;
  /** A run that came to nothing, and why. */
  readonly lost: (run: number, why: string) => void;
  /** After the last run. */
  readonly finished: () => void;
  readonly log: (line: string) => void;
}

export interface Pool {
  /** Ends all threads at once; nothing more is told. */
  stop(): void;
}

export function startPool<N extends TaskName>(work: PoolWork<N>): Pool {
  const { startWorker, threads, runs, finished, log, task, asked, text, path, folder } = work;
  let next = 0;
  let open = 0;
  let over = false;
  const workers = new Set<WorkerHandle>();

  const endIfDone = (): void => {
    if (over || open > 0 || next < runs.length) return;
    over = true;
    for (const worker of workers) worker.terminate();
    finished();
  };

  const begin = (): void => {
    if (over || next >= runs.length) return endIfDone();
    let run = runs[next++];
    open++;
    let worker: WorkerHandle | null = null;
    const cancel = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const post = (): void => worker?.post({ task, asked, job: run, run, text, path, folder, cancel } as Job);
    const goOn = (): void => {
      if (over) return;
      if (next < runs.length) {
        run = runs[next++];
        post();
        return;
      }
      open--;
      if (worker !== null) workers.delete(worker);
      worker?.terminate();
      endIfDone();
    };
    const failed = (why: string): void => {
      if (!over) work.lost(run, why);
      goOn();
    };
    const died = (why: string): void => {
      if (over) return;
      work.lost(run, why);
      open--;
      if (worker !== null) workers.delete(worker);
      begin();
    };
    const receive = (message: FromWorker): void => {
      switch (message.type) {
        case "progress":
        case "partial":
          return;
        case "answer":
          return answered(message);
        case "failed":
          log(`run ${run} failed: ${message.log}`);
          return failed(explainFault(message.fault, task).message);
        case "cancelled":
          return failed(t`It was cancelled.`);
      }
    };
    const answered = ({ outcome }: Extract<FromWorker, { type: "answer" }>): void => {
      switch (outcome.kind) {
        case "found":
          // A thread answers what it was asked, so the type is the task's.
          if (!over) work.piece(run, outcome.result as PieceOf<N>);
          return goOn();
        case "refused":
          return failed(outcome.reason);
        case "invalid":
          return failed(outcome.problems.find(({ severity }) => severity === "error")?.message ?? ERRORS);
      }
    };
    try {
      worker = startWorker({ message: receive, ended: (end) => died(explainEnd(end, task).message) });
      workers.add(worker);
      post();
    } catch (error) {
      died(explainEnd({ kind: "crashed", detail: String(error) }, task).message);
    }
  };

  const most = Math.max(1, Math.min(threads, runs.length));
  for (let i = 0; i < most; i++) begin();
  return {
    stop() {
      over = true;
      for (const worker of workers) worker.terminate();
    },
  };
}

const ERRORS = t`The spec has errors.`;
