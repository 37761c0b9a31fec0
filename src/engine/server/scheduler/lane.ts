/**
 * The jobs of one task: which run now and which wait.
 *
 * Invariants: at most one job per key (a document, most often), waiting or running; a new one takes the old one's place.
 * No more run than the schedule allows; later ones wait in the order they were asked for. In the shared thread the newest
 * goes first; a job of another document that runs then gives way and comes again later. A job asked to stop stops within
 * its grace period, or its thread is ended; what it told last stays. Every request is told one last event, once; a late
 * word of a job that is over is not heard.
 */
import { TASKS, type TaskName } from "../../protocol/tasks";
import { explainEnd, explainFault } from "../../worker/faults";
import type { After } from "../host";
import type { JobEvents, Place, Prepared, Running } from "./place";
import type { LastEvent, Request, TaskEvent } from "./request";

export interface Lane {
  submit(key: string, request: Request, tell: Tell): void;
  /** It stops when it next can; it may end by itself first. */
  stop(key: string): void;
  /** It stops at once, as far as it has told. */
  cut(key: string): void;
  /** Nobody wants it any more. */
  forget(key: string): void;
  /** What runs or waits; `null`: nothing. */
  request(key: string): Request | null;
  dispose(): void;
}

export type Tell = (event: TaskEvent<unknown, unknown>) => void;

export interface LaneHost {
  readonly after: After;
  readonly log: (line: string) => void;
}

/** What becomes of a running job once it has stopped. `null`: it was not asked to stop. */
type Ending = "forget" | "come-again" | "tell" | null;

interface Job {
  readonly key: string;
  readonly request: Request;
  readonly tell: Tell;
  readonly start: Extract<Prepared, { kind: "ready" }>["start"];
  /** `null` while it waits. */
  running: Running | null;
  /** The newest there is. */
  partial: unknown;
  ending: Ending;
  /** Takes back the end by force; `null` while it was not asked to stop. */
  giveUp: (() => void) | null;
}

export function createLane(task: TaskName, place: Place, { after, log }: LaneHost): Lane {
  const { schedule, words } = TASKS[task];
  const isShared = schedule.where === "shared-thread";
  const running = new Set<Job>();
  let waiting: Job[] = [];
  let disposed = false;

  const waitingFor = (key: string): Job | undefined => waiting.find((job) => job.key === key);
  const runningFor = (key: string): Job | undefined =>
    [...running].find((job) => job.key === key && job.ending !== "forget");

  /** It no longer waits or runs. */
  const leave = (job: Job): void => {
    waiting = waiting.filter((other) => other !== job);
    running.delete(job);
    job.giveUp?.();
    job.running?.leave();
    job.running = null;
    job.giveUp = null;
  };

  const conclude = (job: Job, event: LastEvent<unknown, unknown>): void => {
    leave(job);
    if (job.ending !== "forget") job.tell(event);
    next();
  };

  /** The running job is over without a result. */
  const stopped = (job: Job): void => {
    const { ending } = job;
    if (ending !== "come-again") return conclude(job, { kind: "stopped", partial: job.partial });
    leave(job);
    job.ending = null;
    if (waitingFor(job.key) === undefined) waiting.push(job);
    else job.tell({ kind: "forgotten" });
    next();
  };

  /** Its thread ends, whatever it is doing. */
  const end = (job: Job): void => {
    job.partial = job.running?.partial?.() ?? job.partial;
    job.running?.end();
  };

  const askToStop = (job: Job, ending: Exclude<Ending, null>): void => {
    if (ending === "forget" && job.ending !== "forget") job.tell({ kind: "forgotten" });
    job.ending = ending;
    if (job.giveUp !== null) return;
    const giveUp = (): void => {
      end(job);
      stopped(job);
    };
    if (schedule.graceMs === 0) return giveUp();
    job.running?.ask();
    job.giveUp = after(schedule.graceMs, () => {
      log(`${task} of ${job.request.uri} did not stop within ${schedule.graceMs} ms: its thread is ended`);
      giveUp();
    });
  };

  const drop = (job: Job): void => {
    // A shared thread is worth keeping.
    if (job.running !== null && isShared) return askToStop(job, "forget");
    end(job);
    conclude(job, { kind: "forgotten" });
  };

  const eventsOf = (job: Job): JobEvents => {
    let over = false;
    const heard = (): boolean => !disposed && !over && running.has(job);
    const last = (what: () => void): void => {
      if (!heard()) return;
      over = true;
      what();
    };
    return {
      progress: (progress) => {
        if (heard() && job.ending === null) job.tell({ kind: "running", progress, partial: null });
      },
      partial: (progress, partial) => {
        if (!heard()) return;
        job.partial = partial ?? job.partial;
        if (job.ending === null) job.tell({ kind: "running", progress, partial });
      },
      answer: (outcome, milliseconds) => last(() => conclude(job, { kind: "over", outcome, milliseconds })),
      cancelled: () => last(() => stopped(job)),
      failed: (fault, logged) =>
        last(() => {
          log(`${task} of ${job.request.uri} failed: ${logged}`);
          conclude(job, { kind: "failed", ...explainFault(fault, task) });
        }),
      ended: (how) =>
        last(() => (job.ending === null ? conclude(job, { kind: "failed", ...explainEnd(how, task) }) : stopped(job))),
    };
  };

  const begin = (job: Job): void => {
    running.add(job);
    job.tell({ kind: "running", progress: { stage: "Starting", fraction: null }, partial: null });
    if (!running.has(job)) return;
    const started = job.start(eventsOf(job));
    if (running.has(job)) job.running = started;
    else started.leave();
  };

  const next = (): void => {
    while (!disposed && running.size < schedule.mostAtOnce) {
      const job = waiting.shift();
      if (job === undefined) return;
      begin(job);
    }
  };

  return {
    submit(key, request, tell) {
      const before = [waitingFor(key), runningFor(key)].filter((job) => job !== undefined);
      const prepared = place.prepare(request);
      if (prepared.kind === "ready") {
        const job: Job = {
          key,
          request,
          tell,
          start: prepared.start,
          running: null,
          partial: null,
          ending: null,
          giveUp: null,
        };
        if (isShared) waiting.unshift(job);
        else waiting.push(job);
      }
      for (const job of before) drop(job);
      if (prepared.kind === "over") return tell({ kind: "over", outcome: prepared.outcome, milliseconds: 0 });
      if (isShared) for (const other of [...running]) if (other.ending === null) askToStop(other, "come-again");
      next();
      if (words.waiting !== null && waitingFor(key)?.request === request)
        tell({ kind: "running", progress: { stage: words.waiting, fraction: null }, partial: null });
    },
    stop(key) {
      const job = waitingFor(key) ?? runningFor(key);
      if (job === undefined) return;
      if (job.running === null) conclude(job, { kind: "stopped", partial: job.partial });
      else askToStop(job, "tell");
    },
    cut(key) {
      const job = waitingFor(key) ?? runningFor(key);
      if (job === undefined) return;
      end(job);
      conclude(job, { kind: "stopped", partial: job.partial });
    },
    forget(key) {
      for (const job of [waitingFor(key), runningFor(key)]) if (job !== undefined) drop(job);
    },
    request: (key) => (runningFor(key) ?? waitingFor(key))?.request ?? null,
    dispose() {
      disposed = true;
      for (const job of [...running, ...waiting]) {
        end(job);
        conclude(job, { kind: "forgotten" });
      }
      place.dispose();
    },
  };
}
