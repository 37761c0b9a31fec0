/**
 * Spec in, report with a trajectory out: the one entry that the editor, the panel and the command line call to simulate a
 * training run. A generator like `analyzeSpec`; while the run is on its way, each step can tell its trajectory so far.
 */
import type { Problem } from "../findings/problem";
import type { Effort, Progress } from "../findings/progress";
import type { TrajectorySection } from "../report/trajectory";
import type { Report } from "../report/types";

export interface SimulationOptions {
  readonly path: string | null;
  /** Default "typing". */
  readonly effort?: Effort;
  /** Reads the data files that the spec names: the engine itself reads nothing. */
  readonly readDataFile: ReadDataFile;
}

/** The text of a file, named relative to the spec, or why there is none: a sentence for the user. */
export type ReadDataFile = (path: string) => { readonly kind: "text"; readonly text: string } | { readonly kind: "none"; readonly why: string };

export type SimulationResult =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  /** The spec is sound, but nothing in it can be simulated: why, and what to do. */
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export interface SimulationProgress extends Progress {
  /** Computes the section as it is now; `cancelled` when the host is about to stop. `null` before the run has begun. */
  readonly trajectory: ((cancelled: boolean) => TrajectorySection) | null;
}

export declare function simulateSpec(text: string, options: SimulationOptions): Generator<SimulationProgress, SimulationResult>;
