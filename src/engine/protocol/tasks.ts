/** All tasks. A new one is a row here, its work in src/engine/tasks and, where the page shows it, a section there. */
import type { CureId, Problem, Range } from "../findings/problem";
import type { Effort } from "../findings/progress";
import type { CheckResult } from "../report/check";
import type { AuditResult } from "../report/audit/facts";
import type { SweepOutcome, SweepResult } from "../report/sweep";
import type { TrajectorySection } from "../report/run/facts";
import type { Report } from "../report/types";
import type { WatchedRun } from "../report/watch";
import type { FrameworkName } from "./frameworks";
import type { AuditAsked, ImportAsked, ImportedSpec } from "./chosen";
import { task, type TaskState } from "./task";
import { t } from "../findings/language";

/** Each keeps a core busy and may hold a gigabyte. */
const MOST_SIMULATIONS = 2;

/** Tests of the workspace; others wait. */
const MOST_CHECKS = 2;

/** Each has a thread, which sleeps nearly always. */
const MOST_WATCHED = 8;

/** Of a task about which there is nothing to say but the document. */
export type Nothing = Readonly<Record<string, never>>;

export const TASKS = {
  analyze: task<{ readonly effort: Effort }, Report, Report>({
    words: {
      noun: t`analysis`,
      doing: t`Analysing`,
      again: t`Analyse again`,
      smaller: t`Make the layers narrower or use fewer of them, then analyse again.`,
      nothing: t`nothing to analyse`,
      waiting: null,
    },
    schedule: { where: "shared-thread", mostAtOnce: 1, graceMs: 100 },
    commands: { start: "intrinsic.analyze", stop: "intrinsic.cancel" },
    lens: null,
    byItself: true,
  }),
  simulate: task<Nothing, TrajectorySection, Report>({
    words: {
      noun: t`simulation`,
      doing: t`Simulating`,
      again: t`Simulate again`,
      smaller: t`Make the layers narrower, or use fewer samples.`,
      nothing: t`nothing to simulate`,
      waiting: t`Waiting: ${MOST_SIMULATIONS} other simulations are running`,
    },
    schedule: { where: "own-thread", mostAtOnce: MOST_SIMULATIONS, graceMs: 300 },
    commands: { start: "intrinsic.simulate", stop: "intrinsic.stopSimulation" },
    lens: { section: "training", start: t`Simulate`, stop: t`Stop`, startAnew: t`Simulate the new text` },
    byItself: false,
  }),
  sweep: task<Nothing, SweepResult, SweepResult, SweepOutcome>({
    words: {
      noun: t`sweep`,
      piece: t`This run of the sweep`,
      doing: t`Sweeping`,
      again: t`Sweep again`,
      smaller: t`Make the layers narrower, or use fewer samples.`,
      nothing: t`nothing to sweep`,
      waiting: t`Waiting: another sweep is running`,
    },
    schedule: { where: "pool", mostAtOnce: 1, graceMs: 0 },
    commands: { start: "intrinsic.sweep", stop: "intrinsic.stopSweep" },
    lens: { section: "sweep", start: t`Sweep`, stop: t`Stop the sweep`, startAnew: null },
    byItself: false,
  }),
  /** What the file of weights holds that the spec starts from; beside an earlier one or a log, what training did to it. */
  audit: task<AuditAsked, never, AuditResult>({
    words: {
      noun: t`audit`,
      doing: t`Auditing the weights`,
      again: t`Audit again`,
      smaller: t`Audit it with the command line, in a process of its own.`,
      nothing: t`nothing to audit`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: 2, graceMs: 300 },
    commands: { start: "intrinsic.audit", stop: "intrinsic.stopAudit" },
    lens: {
      section: "initialization",
      property: "path",
      start: t`Audit the weights`,
      stop: t`Stop the audit`,
      startAnew: null,
    },
    byItself: false,
  }),
  /** Follows the file of a run that something else does, until it is stopped. */
  watch: task<{ readonly path: string }, WatchedRun, WatchedRun>({
    words: {
      noun: t`watch over a run`,
      doing: t`Watching`,
      again: t`Watch it again`,
      smaller: t`Record fewer numbers of each family.`,
      nothing: t`nothing to watch it for`,
      waiting: t`Waiting: ${MOST_WATCHED} other runs are watched`,
    },
    schedule: { where: "own-thread", mostAtOnce: MOST_WATCHED, graceMs: 500 },
    commands: null,
    lens: null,
    byItself: false,
  }),
  /** Writes a spec beside a model that another program wrote. It is of no spec: it is asked for with an empty text. */
  import: task<ImportAsked, never, ImportedSpec>({
    words: {
      noun: t`import`,
      doing: t`Importing the model`,
      again: t`Import it again`,
      smaller: t`Import it with the command line, in a process of its own.`,
      nothing: t`nothing to import`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: 2, graceMs: 300 },
    commands: null,
    lens: null,
    byItself: false,
  }),
  /** Lists the polynomial conservation laws of the spec's network up to a degree. */
  "list-laws": task<{ readonly degree: number }, never, { readonly text: string }>({
    words: {
      noun: t`search for polynomial laws`,
      doing: t`Listing polynomial laws`,
      again: t`Run the command again`,
      smaller: t`Ask for a lower degree, or make the layers narrower.`,
      nothing: t`no network to search`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: Infinity, graceMs: 0 },
    commands: null,
    lens: null,
    byItself: false,
  }),
  /** Writes the spec's start for a framework: code, and a file of weights beside it. */
  export: task<{ readonly to: FrameworkName }, never, StartFiles>({
    words: {
      noun: t`export`,
      doing: t`Writing the start`,
      again: t`Run the command again`,
      smaller: t`Make the layers narrower.`,
      nothing: t`no start to write`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: Infinity, graceMs: 300 },
    commands: null,
    lens: null,
    byItself: false,
  }),
  /**
   * Computes the change of the text that cures a problem; the text is changed by the client. Weights that lie in a file are written into a new one,
   * unless the change is only offered (`atOnce`).
   */
  cure: task<{ readonly cure: CureId; readonly atOnce?: boolean }, never, TextChange>({
    words: {
      noun: t`change`,
      doing: t`Computing the change`,
      again: t`Try again`,
      smaller: t`Make the layers narrower, or change the scheme by hand.`,
      nothing: t`nothing to start from`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: Infinity, graceMs: 300 },
    commands: null,
    lens: null,
    byItself: false,
  }),
  /** Decides what the spec expects; where an expectation speaks of a run, by simulating it. */
  check: task<Nothing, never, CheckResult>({
    words: {
      noun: t`check`,
      doing: t`Checking`,
      again: t`Run the test again`,
      smaller: t`Make the layers narrower or use fewer of them, then run the test again.`,
      nothing: t`nothing to check`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: MOST_CHECKS, graceMs: 100 },
    commands: null,
    lens: null,
    byItself: false,
  }),
  /** Computes the expectations that hold and are not in the text yet. Nothing is changed: that is the client's. */
  "expect-now": task<{ readonly run: MeasuredInRun }, never, TextChange>({
    words: {
      noun: t`change`,
      doing: t`Finding what holds`,
      again: t`Try again`,
      smaller: t`Make the layers narrower, or write the expectations by hand.`,
      nothing: t`nothing to expect`,
      waiting: null,
    },
    schedule: { where: "own-thread", mostAtOnce: MOST_CHECKS, graceMs: 0 },
    commands: null,
    lens: null,
    byItself: false,
  }),
};

/** What a simulation of this very text has measured, by the expectation's name; empty: there was none. */
export type MeasuredInRun = Readonly<Record<string, number>>;

/** Two new files beside the spec. */
export interface StartFiles {
  /** Where they lie; then their names. */
  readonly folder: string;
  readonly code: string;
  readonly weights: string;
  /** What the framework cannot express, a sentence each. */
  readonly missing: readonly string[];
}

export interface TextChange {
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  /** What is done and how far it goes, a sentence or two for the user. */
  readonly message: string;
  /** A new file that was written for it, from the spec's folder. */
  readonly file?: string;
}

export type TaskName = keyof typeof TASKS;
export const TASK_NAMES = Object.keys(TASKS) as readonly TaskName[];

type Types<N extends TaskName> = NonNullable<(typeof TASKS)[N]["types"]>;
export type AskedOf<N extends TaskName> = Types<N>["asked"];
export type PartOf<N extends TaskName> = Types<N>["part"];
export type ResultOf<N extends TaskName> = Types<N>["result"];
export type PieceOf<N extends TaskName> = Types<N>["piece"];

export type AnalysisState =
  /**
   * While it runs, `partial` is a report that lacks what its `pending` names; `null`: there is nothing newer than what
   * was told before.
   */
  | TaskState<Report, Report>
  /** The text has just changed: whatever was shown no longer speaks of it. */
  | { readonly kind: "stale" }
  /** The spec has errors, so nothing was computed. */
  | {
      readonly kind: "invalid";
      readonly errors: number;
      /** Of this text, in the order of their place; the errors among them. */
      readonly problems: readonly Problem[];
    };

/** `simulate`, done: how the run ended says `report.trajectory.status`. */
export type StateOf<N extends TaskName> = N extends "analyze" ? AnalysisState : TaskState<PartOf<N>, ResultOf<N>>;

/** Whatever any task can be in. */
export type AnyState = StateOf<TaskName>;

/** As far as a run has come; `null` when it failed. */
export function trajectoryOf(state: StateOf<"simulate">): TrajectorySection | null {
  switch (state.kind) {
    case "running":
    case "stopped":
      return state.partial;
    case "done":
      return state.result.trajectory;
    case "failed":
      return null;
  }
}

/** A name of a task, read with care. */
export function readTaskName(value: unknown): TaskName | null {
  return TASK_NAMES.find((name) => name === value) ?? null;
}
