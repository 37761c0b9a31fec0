/** Messages between the server and a thread. One job at a time; a job answers exactly once at its end. */
import type { Progress } from "../findings/progress";
import type { AskedOf, PartOf, PieceOf, TaskName } from "../protocol/tasks";
import type { JobSpec, Outcome } from "../tasks/task";
import type { Fault } from "./fault";

/** A task to be done, or one run of it. */
export type Job<N extends TaskName = TaskName> = { readonly [K in N]: JobOf<K> }[N];

export interface JobOf<N extends TaskName> extends JobSpec {
  readonly task: N;
  readonly asked: AskedOf<N>;
  /** Counts up; every answer carries it. */
  readonly job: number;
  /** Data files are read from this folder and those in it; `null`: from the spec's own. */
  readonly folder: string | null;
  /** One Int32: anything but 0 asks the job to stop at its next step. */
  readonly cancel: SharedArrayBuffer;
}

export type FromWorker<N extends TaskName = TaskName> = { readonly [K in N]: FromJob<K> }[N];

type FromJob<N extends TaskName> =
  | { readonly type: "progress"; readonly job: number; readonly progress: Progress }
  /** What there is so far. After a cancel, the last of it comes before the "cancelled". */
  | {
      readonly type: "partial";
      readonly task: N;
      readonly job: number;
      readonly progress: Progress;
      readonly partial: PartOf<N>;
    }
  | {
      readonly type: "answer";
      readonly task: N;
      readonly job: number;
      readonly outcome: Outcome<PieceOf<N>>;
      readonly milliseconds: number;
    }
  | { readonly type: "cancelled"; readonly job: number }
  /** A fault of ours; `log` (with the stack) is for the log. */
  | { readonly type: "failed"; readonly job: number; readonly fault: Fault; readonly log: string };

/** Why a thread ended without being asked to. */
export type WorkerEnd =
  | { readonly kind: "out-of-memory"; readonly megabytes: number }
  | { readonly kind: "crashed"; readonly detail: string };

export interface WorkerHandle {
  post(job: Job): void;
  /** Ends the thread at once, whatever it is doing. No event follows. */
  terminate(): void;
}

export interface WorkerEvents {
  message(message: FromWorker): void;
  ended(end: WorkerEnd): void;
}

export type StartWorker = (events: WorkerEvents) => WorkerHandle;
