/** How a task is done: a generator, so that its host decides what to do between steps: show the progress, or stop. */
import type { OpenWeights } from "../subject/parameters";
import type { ModelFiles } from "./import/model-files";
import type { WriteNewFiles } from "./new-files";
import type { ReadDataFile } from "./simulate/simulate";
import type { Problem } from "../findings/problem";
import type { Progress } from "../findings/progress";
import type { FollowedFile } from "./watch/follow";
import type { AskedOf, PartOf, PieceOf, TaskName } from "../protocol/tasks";

export type Run<N extends TaskName> = (
  asked: AskedOf<N>,
  spec: JobSpec,
  host: TaskHost,
) => Generator<Step<PartOf<N>>, Outcome<PieceOf<N>>>;

/** What each task does. */
export type Runs = { readonly [N in TaskName]: Run<N> };

export interface JobSpec {
  readonly text: string;
  /** Path of the spec, for relative paths in it; `null` when it was never saved. */
  readonly path: string | null;
  /** Which of the task's runs this is, from 0; 0 for a task of one. */
  readonly run: number;
}

export interface TaskHost {
  /** Reads the data files that the spec names, inside its folder. */
  readonly readDataFile: ReadDataFile;
  /** Opens the weights files that the spec names, inside its folder. */
  readonly openWeights: OpenWeights;
  /** Opens a weights file at a path that the user has chosen, with what lies in its folder. */
  readonly openChosenWeights: OpenWeights;
  /** Models at paths that the user has chosen. */
  readonly models: ModelFiles;
  /** The file of a run, at a path that the user has chosen. */
  readonly followFile: (path: string) => FollowedFile;
  /** Writes new files beside the spec, inside its folder. */
  readonly writeNewFiles: WriteNewFiles;
}

export interface Step<Part> extends Progress {
  /**
   * Computes what there is by now; `null`: no more than was told before. It may be called at a later step, or never.
   * `stopping`: the host is about to stop, and nothing more will be told.
   */
  readonly partial?: ((stopping: boolean) => Part | null) | null;
}

export type Outcome<Result> =
  | { readonly kind: "found"; readonly result: Result }
  /** The spec has errors that leave nothing to do. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  /** The spec is sound, but there is nothing to do: why, and what to do about it. */
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

/** The same steps without what they tell of a computation inside: it is none of the task's own. */
export function* progressOf<T>(steps: Generator<Progress, T>): Generator<Progress, T> {
  const found: T[] = [];
  // What is stopped here is stopped inside, so that files are closed.
  const inside = (function* (): Generator<Progress, void> {
    found.push(yield* steps);
  })();
  for (const { stage, fraction } of inside) yield { stage, fraction };
  return found[0];
}
