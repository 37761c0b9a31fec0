/** Messages between the server and a thread. One job at a time; a job answers exactly once at its end. */
import type { CureId } from "../findings/problem";
import type { Effort, Progress } from "../findings/progress";
import type { AnalysisResult } from "../analysis/analyze";
import type { CureResult } from "../analysis/cure";
import type { LawsResult } from "../analysis/discover-laws";
import type { SimulationResult } from "../analysis/simulate";
import type { SweepOutcome } from "../report/sweep";
import type { TrajectorySection } from "../report/run/facts";

export type Job = AnalysisJob | LawsJob | CureJob | SimulationJob | SweepJob;

export interface AnalysisJob extends JobBasis {
  readonly type: "analyze";
  readonly effort: Effort;
}

/** Lists the polynomial conservation laws of the spec's network up to a degree. */
export interface LawsJob extends JobBasis {
  readonly type: "laws";
  readonly degree: number;
}

/** Computes a change of the spec that cures a problem. */
export interface CureJob extends JobBasis {
  readonly type: "cure";
  readonly cure: CureId;
}

/** Simulates the spec's training. While it runs, it tells its trajectory as far as it is. */
export interface SimulationJob extends JobBasis {
  readonly type: "simulate";
  /** Data files are read from this folder and those in it; `null`: from none. */
  readonly folder: string | null;
}

/** One run of the spec's sweep. */
export interface SweepJob extends JobBasis {
  readonly type: "sweep";
  /** Its number, from 0. */
  readonly run: number;
  /** As in a simulation. */
  readonly folder: string | null;
}

export interface JobBasis {
  /** Counts up; every answer carries it. */
  readonly job: number;
  readonly text: string;
  /** Path of the spec, for relative paths in it; `null` when it was never saved. */
  readonly path: string | null;
  /** One Int32: anything but 0 asks the job to stop at its next step. */
  readonly cancel: SharedArrayBuffer;
}

export type FromWorker =
  | { readonly type: "progress"; readonly job: number; readonly progress: Progress }
  | { readonly type: "result"; readonly job: number; readonly result: AnalysisResult; readonly milliseconds: number }
  | { readonly type: "laws"; readonly job: number; readonly result: LawsResult; readonly milliseconds: number }
  | { readonly type: "cure"; readonly job: number; readonly result: CureResult; readonly milliseconds: number }
  | { readonly type: "sweep"; readonly job: number; readonly result: SweepOutcome; readonly milliseconds: number }
  | {
      readonly type: "simulate";
      readonly job: number;
      readonly result: SimulationResult;
      readonly milliseconds: number;
    }
  /** The run so far. After a cancel, its last state comes before the "cancelled". */
  | {
      readonly type: "trajectory";
      readonly job: number;
      readonly progress: Progress;
      readonly trajectory: TrajectorySection;
    }
  | { readonly type: "cancelled"; readonly job: number }
  /** A fault of ours. `message` and `help` are for the user, `log` (with the stack) for the log. */
  | {
      readonly type: "failed";
      readonly job: number;
      readonly message: string;
      readonly help: string;
      readonly log: string;
    };

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
