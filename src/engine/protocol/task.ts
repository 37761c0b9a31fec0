/**
 * A task: something that takes long, runs in threads beside the server and can be stopped. A row of tasks.ts says how
 * it is spoken of and scheduled; src/engine/tasks does it.
 */
import type { Progress } from "../findings/progress";
import { t } from "../findings/language";

/**
 * `Asked`: what a client says about it, beside the document. `Part`: what it tells on its way. `Piece`: what a thread
 * answers: the result, or one run of it where they go to a pool.
 */
export interface Task<Asked, Part, Result, Piece> {
  readonly words: TaskWords;
  readonly schedule: Schedule;
  /** The commands of the editor that start and stop it; `null`: it has others, or none. */
  readonly commands: { readonly start: string; readonly stop: string } | null;
  /** Above which section of the spec it is offered. */
  readonly lens: Lens | null;
  /**
   * It begins whenever a text is opened or changed: so its last result stays in view while the next is computed, and it
   * comes back with the engine.
   */
  readonly byItself: boolean;
  /** Never there: it carries the types. */
  readonly types?: { readonly asked: Asked; readonly part: Part; readonly result: Result; readonly piece: Piece };
}

export interface TaskWords {
  /** "simulation". */
  readonly noun: string;
  /** What one thread does, where that is a part of it: "This run of the sweep". */
  readonly piece?: string;
  /** "Simulating": beside how far it is. */
  readonly doing: string;
  /** "Simulate again". */
  readonly again: string;
  /** What would take less memory. */
  readonly smaller: string;
  /** Where the spec has errors there is "nothing to simulate". */
  readonly nothing: string;
  /** Said of one that waits for others; `null`: nothing is. */
  readonly waiting: string | null;
}

/** "The simulation". */
export function subjectOf({ noun }: TaskWords): string {
  return t`The ${noun}`;
}

export interface Schedule {
  /**
   * "shared-thread": one thread does one job after the other, the newest request first; another document's job gives
   * way and comes again. "own-thread": a thread that ends with its job. "pool": a thread for each core, for a task of
   * many runs.
   */
  readonly where: "shared-thread" | "own-thread" | "pool";
  /** Later ones wait, in an own thread or a pool in the order they were asked for. */
  readonly mostAtOnce: number;
  /** How long a job may take to notice that it should stop, and to tell where it is; then its thread is ended. */
  readonly graceMs: number;
}

export interface Lens {
  /** Key of the section. */
  readonly section: string;
  /** A property of the section: it is offered above that, where it stands; absent: above the section. */
  readonly property?: string;
  readonly start: string;
  readonly stop: string;
  /** While an older text's runs; `null`: then it can only be stopped. */
  readonly startAnew: string | null;
}

/** How far the task is for one version of a text. */
export type TaskState<Part, Result> =
  /** `partial`: what there is so far, told no more often than a page can draw; `null`: nothing. */
  | { readonly kind: "running"; readonly progress: Progress; readonly partial: Part | null }
  /** It has ended by itself. */
  | { readonly kind: "done"; readonly result: Result; readonly milliseconds: number; readonly finishedAt: number }
  /** Stopped by the user; what was computed stays. */
  | { readonly kind: "stopped"; readonly partial: Part | null }
  /** There is nothing to do, or a fault of ours or of the machine: why, and what to do. */
  | { readonly kind: "failed"; readonly message: string; readonly help: string };

/** The answer to one who waits for it. */
export type TaskAnswer<Result> =
  /** `documentVersion`: of the text that it speaks of. */
  | { readonly kind: "done"; readonly result: Result; readonly documentVersion: number }
  /** Why there is none, and what to do about it: a sentence each. */
  | Refusal
  | { readonly kind: "cancelled" };

export interface Refusal {
  readonly kind: "refused";
  readonly message: string;
  readonly help: string;
}

/** A row of the table; its types are told to the compiler alone. */
export function task<Asked, Part, Result, Piece = Result>(
  row: Omit<Task<Asked, Part, Result, Piece>, "types">,
): Task<Asked, Part, Result, Piece> {
  return row;
}
