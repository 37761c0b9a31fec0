/**
 * The runs of a sweep on several threads: each takes the next run when it has finished one.
 *
 * Invariants: every run is told exactly once, unless the pool is stopped. A thread that dies takes only its run with
 * it: that run is told as one without a number, and another thread takes the dead one's place.
 */
import type { SweepOutcome } from "../report/sweep";
import { explainEnd } from "./faults";
import type { FromWorker, StartWorker, SweepJob, WorkerHandle } from "./protocol";

export interface PoolWork extends Pick<SweepJob, "text" | "path" | "folder"> {
  readonly startWorker: StartWorker;
  readonly threads: number;
  /** Numbers of the runs that are still to be done, in the order in which they are begun. */
  readonly runs: readonly number[];
  readonly outcome: (outcome: SweepOutcome) => void;
  /** After the last outcome. */
  readonly finished: () => void;
  readonly log: (line: string) => void;
}

export interface Pool {
  /** Ends all threads at once; nothing more is told. */
  stop(): void;
}

export function startPool({ startWorker, threads, runs, text, path, folder, outcome, finished, log }: PoolWork): Pool {
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
    const post = (): void => worker?.post({ type: "sweep", job: run, run, text, path, folder, cancel });
    const tell = (one: SweepOutcome): void => {
      if (over) return;
      outcome(one);
    };
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
    const lost = (message: string): void => {
      if (over) return;
      tell({ run, value: null, note: message, exponent: null });
      open--;
      if (worker !== null) workers.delete(worker);
      begin();
    };
    const receive = (message: FromWorker): void => {
      switch (message.type) {
        case "sweep":
          tell(message.result);
          return goOn();
        case "failed":
          log(`run ${run} of a sweep failed: ${message.log}`);
          tell({ run, value: null, note: message.message, exponent: null });
          return goOn();
        case "cancelled":
          tell({ run, value: null, note: "It was cancelled.", exponent: null });
          return goOn();
        case "progress":
        case "trajectory":
        case "result":
        case "laws":
        case "cure":
        case "simulate": // asked for by no sweep
          return;
      }
    };
    try {
      worker = startWorker({ message: receive, ended: (end) => lost(explainEnd(end, "sweep").message) });
      workers.add(worker);
      post();
    } catch (error) {
      lost(explainEnd({ kind: "crashed", detail: String(error) }, "sweep").message);
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
