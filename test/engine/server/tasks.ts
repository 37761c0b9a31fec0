/** A scheduler and its runner on real threads, and all they tell. */
import type { TaskState } from "../../../src/engine/protocol/task";
import type { TaskName } from "../../../src/engine/protocol/tasks";
import type { Report } from "../../../src/engine/report/types";
import { createScheduler, type Scheduler } from "../../../src/engine/server/scheduler/scheduler";
import { createTaskRunner, type RequestPlace, type TaskRunner } from "../../../src/engine/server/task-runner";
import { partOf } from "../../../src/engine/server/tasks";
import { NO_PLAN } from "../../../src/engine/server/tasks/part";
import type { Outcome } from "../../../src/engine/tasks/task";
import type { StartWorker } from "../../../src/engine/worker/protocol";
import { threadStarter } from "../../../src/engine/worker/thread/node";

export type Told = TaskState<unknown, unknown> & {
  readonly task: TaskName;
  readonly uri: string;
  readonly version: number;
};

export interface Threads {
  readonly scheduler: Scheduler;
  readonly runner: TaskRunner;
  readonly told: Told[];
  readonly outcomes: { readonly uri: string; readonly outcome: Outcome<Report> | null }[];
  readonly log: string[];
  /** Threads that were started and not ended. */
  readonly alive: () => number;
  /** The first state, told or to be told, that matches. */
  until(matches: (one: Told) => boolean): Promise<Told>;
}

/** `worker`: the program of the threads, or what starts them. */
export function startThreads(worker: string | StartWorker, megabytes?: number): Threads {
  const told: Told[] = [];
  const outcomes: Threads["outcomes"] = [];
  const log: string[] = [];
  const waiters: (() => void)[] = [];
  let alive = 0;
  const start = typeof worker === "string" ? threadStarter(worker, megabytes) : worker;
  const scheduler = createScheduler({
    startWorker: (events) => {
      const thread = start(events);
      alive++;
      return { ...thread, terminate: () => (alive--, thread.terminate()) };
    },
    parallelism: 2,
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
    log: (line) => log.push(line),
    planOf: (task, text) => partOf(task).plan?.(text) ?? NO_PLAN,
  });
  const runner = createTaskRunner({
    scheduler,
    sessions: { simulated: (uri, _version, outcome) => void outcomes.push({ uri, outcome }) },
    now: () => 1000,
    tell: ({ task, uri, version }, state) => {
      told.push({ ...state, task, uri, version });
      waiters.splice(0).forEach((wake) => wake());
    },
  });
  return {
    scheduler,
    runner,
    told,
    outcomes,
    log,
    alive: () => alive,
    async until(matches) {
      for (;;) {
        const found = told.find(matches);
        if (found !== undefined) return found;
        await new Promise<void>((wake) => waiters.push(wake));
      }
    },
  };
}

export function placeOf(uri: string, text: string, version = 1, where: Partial<RequestPlace> = {}): RequestPlace {
  return { uri, version, text, path: null, folder: null, ...where };
}
