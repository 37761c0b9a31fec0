/** Where jobs run: in one thread for all, in a thread of their own, or on a pool of threads for their many runs. */
import type { Progress } from "../../findings/progress";
import type { TaskName } from "../../protocol/tasks";
import type { Outcome } from "../../tasks/task";
import type { Fault } from "../../worker/fault";
import { startPool } from "../../worker/pool";
import type { FromWorker, Job, StartWorker, WorkerEnd, WorkerHandle } from "../../worker/protocol";
import type { Request } from "./request";
import { t } from "../../findings/language";

export interface Place {
  /** What can be said of a request without a thread, or how it is begun. */
  prepare(request: Request): Prepared;
  dispose(): void;
}

export type Prepared =
  | { readonly kind: "ready"; readonly start: (events: JobEvents) => Running }
  | { readonly kind: "over"; readonly outcome: Outcome<unknown> };

/** None is told after the last: an answer, a cancel, a failure or an end. */
export interface JobEvents {
  progress(progress: Progress): void;
  partial(progress: Progress, partial: unknown): void;
  answer(outcome: Outcome<unknown>, milliseconds: number): void;
  cancelled(): void;
  failed(fault: Fault, log: string): void;
  /** Its thread ended without being asked to. */
  ended(end: WorkerEnd): void;
}

export interface Running {
  /** Asks it to stop, which it does at its next step. */
  ask(): void;
  /** Ends it at once; nothing more is told. */
  end(): void;
  /** It is over: what was its own goes. */
  leave(): void;
  /** What there is at this moment, where that is more than was told. */
  partial?(): unknown;
}

export interface PlaceHost {
  readonly startWorker: StartWorker;
  /** Threads that a pool may keep busy. */
  readonly parallelism: number;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

// ---- one thread for all ---------------------------------------------------------------------------------------------

export function sharedThread({ startWorker, log }: PlaceHost, task: TaskName): Place {
  let worker: WorkerHandle | null = null;
  let current: { readonly job: number; readonly events: JobEvents } | null = null;
  let jobs = 0;

  const end = (): void => {
    worker?.terminate();
    worker = null;
    current = null;
  };

  const begin = (): WorkerHandle => {
    // A thread that was replaced has nothing more to say.
    const mine: { handle: WorkerHandle | null } = { handle: null };
    const isCurrent = (): boolean => mine.handle !== null && worker === mine.handle;
    mine.handle = startWorker({
      message: (message) => {
        if (isCurrent() && current !== null && message.job === current.job) hear(message, current.events);
      },
      ended: (how) => {
        if (!isCurrent()) return;
        log(`the thread for ${task} ended: ${how.kind === "crashed" ? how.detail : `${how.megabytes} MB are too few`}`);
        const events = current?.events;
        end();
        events?.ended(how);
      },
    });
    return mine.handle;
  };

  return {
    prepare: (request) => ({
      kind: "ready",
      start(events) {
        const flag = newFlag();
        const job = ++jobs;
        current = { job, events };
        try {
          worker ??= begin();
          worker.post(jobOf(request, job, 0, flag));
        } catch (error) {
          end();
          events.ended({ kind: "crashed", detail: String(error) });
        }
        return {
          ask: () => void Atomics.store(flag, 0, 1),
          end,
          leave: () => {
            if (current?.job === job) current = null;
          },
        };
      },
    }),
    dispose: end,
  };
}

// ---- a thread of its own --------------------------------------------------------------------------------------------

export function ownThread({ startWorker }: PlaceHost): Place {
  return {
    prepare: (request) => ({
      kind: "ready",
      start(events) {
        const flag = newFlag();
        let worker: WorkerHandle | null = null;
        try {
          worker = startWorker({ message: (message) => hear(message, events), ended: (how) => events.ended(how) });
          worker.post(jobOf(request, 1, 0, flag));
        } catch (error) {
          events.ended({ kind: "crashed", detail: String(error) });
        }
        const end = (): void => {
          worker?.terminate();
          worker = null;
        };
        return { ask: () => void Atomics.store(flag, 0, 1), end, leave: end };
      },
    }),
    dispose: () => undefined,
  };
}

// ---- a pool ---------------------------------------------------------------------------------------------------------

/** A task of many runs. */
export interface Plan {
  readonly runs: number;
  /** What the runs so far come to, in the order in which they have ended; `null`: nothing yet. */
  readonly folded: () => unknown;
  readonly piece: (run: number, piece: unknown) => void;
  readonly lost: (run: number, why: string) => void;
}

export type Planned = { readonly kind: "plan"; readonly plan: Plan } | Exclude<Outcome<unknown>, { kind: "found" }>;

/** Told at most this often, and so seldom that folding the runs takes no more than a share of the time. */
const TELL_EVERY_MS = 250;
const TELLING_SHARE = 0.05;

export function pool({ startWorker, parallelism, now, log }: PlaceHost, planOf: (text: string) => Planned): Place {
  const start = (request: Request, plan: Plan, events: JobEvents): Running => {
    const { runs } = plan;
    const started = now();
    let done = 0;
    let nextTelling = -Infinity;
    const tell = (): void => {
      const begun = now();
      events.partial({ stage: t`run ${done} of ${runs}`, fraction: done / runs }, plan.folded());
      nextTelling = now() + Math.max(TELL_EVERY_MS, (now() - begun) / TELLING_SHARE);
    };
    const ended = (): void => {
      done++;
      if (now() >= nextTelling) tell();
    };
    tell();
    const { task, asked, text, path, folder } = request;
    const threads = startPool<TaskName>({
      startWorker,
      threads: parallelism,
      log: (line) => log(`${task} of ${request.uri}: ${line}`),
      task,
      asked,
      text,
      path,
      folder,
      runs: Array.from({ length: runs }, (_, run) => run),
      piece: (run, piece) => (plan.piece(run, piece), ended()),
      lost: (run, why) => (plan.lost(run, why), ended()),
      finished: () => events.answer({ kind: "found", result: plan.folded() }, now() - started),
    });
    const end = (): void => threads.stop();
    return { ask: end, end, leave: end, partial: () => plan.folded() };
  };
  return {
    prepare(request) {
      const planned = planOf(request.text);
      if (planned.kind !== "plan") return { kind: "over", outcome: planned };
      return { kind: "ready", start: (events) => start(request, planned.plan, events) };
    },
    dispose: () => undefined,
  };
}

// ---- all ------------------------------------------------------------------------------------------------------------

function hear(message: FromWorker, events: JobEvents): void {
  switch (message.type) {
    case "progress":
      return events.progress(message.progress);
    case "partial":
      return events.partial(message.progress, message.partial);
    case "answer":
      return events.answer(message.outcome, message.milliseconds);
    case "cancelled":
      return events.cancelled();
    case "failed":
      return events.failed(message.fault, message.log);
  }
}

function jobOf({ task, asked, text, path, folder }: Request, job: number, run: number, flag: Flag): Job {
  return { task, asked, text, path, folder, job, run, cancel: flag.buffer } as Job;
}

type Flag = Int32Array<SharedArrayBuffer>;

function newFlag(): Flag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}
