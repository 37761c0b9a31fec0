/** Runs all tasks as their rows say, each in a lane of its own (lane.ts says what holds there). */
import { TASK_NAMES, TASKS, type PartOf, type ResultOf, type TaskName } from "../../protocol/tasks";
import type { After } from "../host";
import { createLane, type Lane, type Tell } from "./lane";
import { ownThread, pool, sharedThread, type Place, type PlaceHost, type Planned } from "./place";
import type { Request, TaskEvent } from "./request";

export interface Scheduler {
  /** `apart`: what tells jobs of one task and document apart, where more than one may run. */
  submit<N extends TaskName>(
    request: Request<N>,
    tell: (event: TaskEvent<PartOf<N>, ResultOf<N>>) => void,
    apart?: string,
  ): void;
  /** Stops the jobs of a task and document: each when it next can, if it does not end by itself first. */
  stop(task: TaskName, uri: string): void;
  /** Stops this very request, if it still runs or waits. */
  stopRequest(request: Request, apart?: string): void;
  /** Stops it at once, as far as it has told. */
  cut(task: TaskName, uri: string): void;
  /** Nobody wants it any more. */
  forget(task: TaskName, uri: string): void;
  /** The version of the text that it runs for, or waits to; `null`: neither. */
  running(task: TaskName, uri: string): number | null;
  dispose(): void;
}

export interface SchedulerHost extends PlaceHost {
  readonly after: After;
  /** The runs of a task that goes to a pool. */
  readonly planOf: (task: TaskName, text: string) => Planned;
}

export function createScheduler(host: SchedulerHost): Scheduler {
  const lanes = new Map(TASK_NAMES.map((task) => [task, createLane(task, placeFor(task, host), host)]));
  const lane = (task: TaskName): Lane => lanes.get(task) as Lane;
  return {
    submit: (request, tell, apart = "") =>
      lane(request.task).submit(keyOf(request.uri, apart), request as Request, tell as Tell),
    stop: (task, uri) => lane(task).stop(keyOf(uri)),
    stopRequest(request, apart) {
      const key = keyOf(request.uri, apart);
      if (lane(request.task).request(key) === request) lane(request.task).stop(key);
    },
    cut: (task, uri) => lane(task).cut(keyOf(uri)),
    forget: (task, uri) => lane(task).forget(keyOf(uri)),
    running: (task, uri) => lane(task).request(keyOf(uri))?.version ?? null,
    dispose() {
      for (const one of lanes.values()) one.dispose();
    },
  };
}

function placeFor(task: TaskName, host: SchedulerHost): Place {
  switch (TASKS[task].schedule.where) {
    case "shared-thread":
      return sharedThread(host, task);
    case "own-thread":
      return ownThread(host);
    case "pool":
      return pool(host, (text) => host.planOf(task, text));
  }
}

function keyOf(uri: string, apart = ""): string {
  return `${apart} ${uri}`;
}
