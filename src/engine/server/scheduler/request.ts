/** What is asked of the scheduler, and what it tells. */
import type { Progress } from "../../findings/progress";
import type { AskedOf, TaskName } from "../../protocol/tasks";
import type { Outcome } from "../../tasks/task";

/** A task to be done for one version of a document. */
export interface Request<N extends TaskName = TaskName> {
  readonly task: N;
  readonly asked: AskedOf<N>;
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly path: string | null;
  /** Data files are read from this folder and those in it; `null`: from the spec's own. */
  readonly folder: string | null;
}

export type TaskEvent<Part, Result> =
  /** `partial`: what there is so far, where that is new; `null`: nothing new. */
  { readonly kind: "running"; readonly progress: Progress; readonly partial: Part | null } | LastEvent<Part, Result>;

/** Every request is told one of these, once. */
export type LastEvent<Part, Result> =
  /** It has ended by itself. */
  | { readonly kind: "over"; readonly outcome: Outcome<Result>; readonly milliseconds: number }
  /** A fault of ours or of the machine: why, and what to do. */
  | { readonly kind: "failed"; readonly message: string; readonly help: string }
  /** It was asked to stop; `partial`: the last there was. */
  | { readonly kind: "stopped"; readonly partial: Part | null }
  /** A newer request has taken its place, or nobody wants it any more: there is nothing to say. */
  | { readonly kind: "forgotten" };
