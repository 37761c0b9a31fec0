/**
 * Tasks as clients ask for them: begun and stopped, with their states told on the way, or asked for, with one answer.
 * (Analyses begin by themselves as well: sessions.ts.)
 */
import type { Progress } from "../findings/progress";
import type { TaskAnswer, TaskState } from "../protocol/task";
import type { AskedOf, PartOf, ResultOf, TaskName } from "../protocol/tasks";
import type { Scheduler } from "./scheduler/scheduler";
import type { Request, TaskEvent } from "./scheduler/request";
import type { Sessions } from "./sessions";
import { partOf } from "./tasks";
import { whyInvalid, type TaskPart } from "./tasks/part";

export interface TaskRunner {
  /** `asked`: as it came. Nothing happens when that is nothing the task can be asked for. */
  start(task: TaskName, at: RequestPlace, asked: unknown): void;
  /** The user has seen enough: the state is "stopped" with what there is, unless it ends by itself first. */
  stop(task: TaskName, uri: string): void;
  /** Does it, and answers once. A newer request of the same kind cancels it. */
  ask<N extends TaskName>(task: N, at: RequestPlace, asked: unknown, hooks: Hooks): Promise<TaskAnswer<ResultOf<N>>>;
  /** The version that a task runs for, or waits to; `null`: neither. */
  running(task: TaskName, uri: string): number | null;
  /** The document was closed: what was begun for it is stopped at once, as far as it has told. */
  closed(uri: string): void;
}

/** The document as it stands. */
export type RequestPlace = Omit<Request, "task" | "asked">;

export interface Hooks {
  readonly progress: (progress: Progress) => void;
  /** Is given what to call when the user no longer wants it. */
  readonly onCancel: (cancel: () => void) => void;
}

export interface RunnerHost {
  readonly scheduler: Scheduler;
  readonly sessions: Pick<Sessions, "simulated">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly tell: <N extends TaskName>(request: Request<N>, state: TaskState<PartOf<N>, ResultOf<N>>) => void;
}

export function createTaskRunner({ scheduler, sessions, now, tell }: RunnerHost): TaskRunner {
  /** What was begun, for each document. */
  const begun = new Map<string, Set<TaskName>>();

  const start = <N extends TaskName>(task: N, at: RequestPlace, asked: unknown): void => {
    const part = partOf(task);
    const read = readAsked(part, asked);
    if (read.kind === "refused") return;
    const request = { ...at, task, asked: read.asked };
    begun.set(at.uri, (begun.get(at.uri) ?? new Set()).add(task));
    part.ended?.(request, null, sessions);
    let hasPartial = false;
    scheduler.submit(request, (event) => {
      if (event.kind === "over") part.ended?.(request, event.outcome, sessions);
      // Once there is something to show, it brings its progress along.
      if (event.kind === "running" && event.partial === null && hasPartial) return;
      hasPartial ||= event.kind === "running" && event.partial !== null;
      const state = stateAfter(task, event, part, now());
      if (state !== null) tell(request, state);
    });
  };

  const ask = <N extends TaskName>(
    task: N,
    at: RequestPlace,
    asked: unknown,
    { progress, onCancel }: Hooks,
  ): Promise<TaskAnswer<ResultOf<N>>> => {
    const part = partOf(task);
    const read = readAsked(part, asked);
    if (read.kind === "refused") return Promise.resolve(read);
    const request = { ...at, task, asked: read.asked };
    const apart = part.apart?.(read.asked);
    return new Promise((resolve) => {
      let isWanted = true as boolean;
      let isBegun = false as boolean;
      onCancel(() => {
        isWanted = false;
        if (isBegun) scheduler.stopRequest(request, apart);
      });
      if (!isWanted) return resolve({ kind: "cancelled" });
      scheduler.submit(
        request,
        (event) => {
          // Whoever asks knows that it starts.
          if (event.kind === "running") return void (isBegun && isWanted && progress(event.progress));
          const state = stateAfter(task, event, part, now());
          resolve(answerOf(state, at.version));
        },
        apart,
      );
      isBegun = true;
    });
  };

  return {
    start,
    ask,
    stop: (task, uri) => scheduler.stop(task, uri),
    running: (task, uri) => scheduler.running(task, uri),
    closed(uri) {
      for (const task of begun.get(uri) ?? []) scheduler.cut(task, uri);
      begun.delete(uri);
    },
  };
}

function readAsked<N extends TaskName>(part: TaskPart<N>, asked: unknown): ReturnType<NonNullable<typeof part.read>> {
  // Without a reader the task asks for nothing: tasks/part.ts.
  return part.read?.(asked) ?? { kind: "asked", asked: {} as AskedOf<N> };
}

/** `null`: there is nothing to tell. */
function stateAfter<N extends TaskName>(
  task: N,
  event: TaskEvent<PartOf<N>, ResultOf<N>>,
  part: TaskPart<N>,
  now: number,
): TaskState<PartOf<N>, ResultOf<N>> | null {
  switch (event.kind) {
    case "running":
      return { kind: "running", progress: event.progress, partial: event.partial };
    case "failed":
      return { kind: "failed", message: event.message, help: event.help };
    case "stopped":
      return { kind: "stopped", partial: event.partial === null ? null : (part.cut?.(event.partial) ?? event.partial) };
    case "forgotten":
      return null;
    case "over": {
      const { outcome, milliseconds } = event;
      switch (outcome.kind) {
        case "found":
          return {
            kind: "done",
            result: part.shown?.(outcome.result) ?? outcome.result,
            milliseconds,
            finishedAt: now,
          };
        case "refused":
          return { kind: "failed", message: outcome.reason, help: outcome.help };
        case "invalid":
          return { kind: "failed", ...whyInvalid(task, outcome.problems, part) };
      }
    }
  }
}

function answerOf<Part, Result>(state: TaskState<Part, Result> | null, documentVersion: number): TaskAnswer<Result> {
  switch (state?.kind) {
    case "done":
      return { kind: "done", result: state.result, documentVersion };
    case "failed":
      return { kind: "refused", message: state.message, help: state.help };
    case "running":
    case "stopped":
    case undefined:
      return { kind: "cancelled" };
  }
}
