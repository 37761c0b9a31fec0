/**
 * Kept runs: what is remembered of an analysis on request, a simulation, a sweep or a listing, after the text has moved
 * on. JSON-safe; the extension stores them, the page shows them.
 */
import type { TrajectorySection } from "../report/run/facts";
import type { SpecDifference } from "../report/spec-differences";
import type { SweepResult } from "../report/sweep";
import type { Report } from "../report/types";
import type { TaskName } from "./tasks";

/** The tasks whose results are kept: a cure changes the text and has no result of its own. */
export type RunTask = Extract<TaskName, "analyze" | "simulate" | "sweep" | "list-laws">;

export function isRunTask(task: TaskName): task is RunTask {
  return task === "analyze" || task === "simulate" || task === "sweep" || task === "list-laws";
}

export interface RunHeading {
  readonly task: RunTask;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** The title of the spec as it was, else the name of its file. */
  readonly title: string;
  /** What the user calls it; `null`: nothing yet. */
  readonly name: string | null;
  /** Uri of the spec, which may have changed or gone since. */
  readonly spec: string;
  /** The version of the text it speaks of; of use only while that document stays open. */
  readonly documentVersion: number;
  /** How that text differed from the one of the run before it of the same spec; `null`: there was none to compare with. */
  readonly changed: string | null;
  /** What came of it, a few words. */
  readonly outcome: string;
  /** PROTOCOL_VERSION of the extension that stored it. */
  readonly protocol: number;
  /** Version of the extension that stored it. */
  readonly storedBy: string;
}

export type RunResult =
  /** Of an analysis, and of a simulation that ended by itself. */
  | { readonly kind: "report"; readonly report: Report }
  /** Of a simulation that was stopped: as far as it came. */
  | { readonly kind: "trajectory"; readonly trajectory: TrajectorySection }
  /** `stopped`: it has not all its runs. */
  | { readonly kind: "sweep"; readonly sweep: SweepResult; readonly stopped: boolean; readonly milliseconds: number }
  | { readonly kind: "listing"; readonly degree: number; readonly text: string }
  /** It was too large to be kept, for one: why. */
  | { readonly kind: "none"; readonly why: string };

export interface Run {
  readonly id: string;
  readonly heading: RunHeading;
  /** The text it speaks of; `null` when the editor had none of that version any more. */
  readonly text: string | null;
  readonly result: RunResult;
}

/** What the page shows of kept runs: one as it was, or several beside each other. */
export interface RunsView {
  readonly protocol: number;
  /** In the order they ended. */
  readonly runs: readonly Run[];
  /** Of several: where their texts differ, a value for each run. */
  readonly differences: readonly SpecDifference[];
  /** Significant digits (setting intrinsic.panel.digits). */
  readonly digits: number;
}

/** What a run is called in lists and legends. */
export function runLabel({ name, title }: RunHeading): string {
  return name ?? title;
}
