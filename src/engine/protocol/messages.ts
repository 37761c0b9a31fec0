/**
 * Messages between processes: server <-> extension (over the language server connection), extension <-> page, and
 * server <-> worker (src/engine/worker). String-tagged unions of plain, JSON-safe data; every switch on a tag is
 * exhaustive.
 */
import type { Cure, CureId, Range } from "../findings/problem";
import type { Effort, Progress } from "../findings/progress";
import type { SweepResult } from "../report/sweep";
import type { TrajectorySection } from "../report/run/facts";
import type { Report } from "../report/types";

/** Raised when a message changes shape; a page restored from an older window is told to start again. */
export const PROTOCOL_VERSION = 3;

// ---- server -> extension -------------------------------------------------------------------------------------------

/** Notification, server to client: the state of the analysis of one document. Params: AnalysisUpdate. */
export const ANALYSIS_UPDATE = "intrinsic/analysis";

export interface AnalysisUpdate {
  readonly uri: string;
  /** The version of the text this update speaks of; a receiver drops updates older than the last one it showed. */
  readonly documentVersion: number;
  readonly state: AnalysisState;
}

export type AnalysisState =
  /** The text has just changed: whatever was shown no longer speaks of it. */
  | { readonly kind: "stale" }
  | { readonly kind: "running"; readonly progress: Progress }
  | { readonly kind: "done"; readonly report: Report; readonly milliseconds: number; readonly finishedAt: number }
  /** The spec has errors, so nothing was computed. */
  | {
      readonly kind: "invalid";
      readonly errors: number;
      readonly firstMessage: string;
      readonly firstRange: Range;
      readonly firstCures?: readonly Cure[];
    }
  /** A fault of ours or of the machine. */
  | { readonly kind: "failed"; readonly message: string; readonly help: string }
  | { readonly kind: "cancelled" };

/** Notification, server to client: the state of the simulation of one document's training. Params: SimulationUpdate. */
export const SIMULATION_UPDATE = "intrinsic/simulation";

export interface SimulationUpdate {
  readonly uri: string;
  /** The version of the text that is simulated: a run goes on while the text is edited, and its result says so. */
  readonly documentVersion: number;
  readonly state: SimulationState;
}

export type SimulationState =
  /** `trajectory`: what there is so far, told no more often than a page can draw; `null` before the first sample. */
  | { readonly kind: "running"; readonly progress: Progress; readonly trajectory: TrajectorySection | null }
  /** The run has ended by itself, well or not: `report.trajectory.status` says how. */
  | { readonly kind: "done"; readonly report: Report; readonly milliseconds: number; readonly finishedAt: number }
  /** Stopped by the user; what was computed stays. */
  | { readonly kind: "stopped"; readonly trajectory: TrajectorySection | null }
  /** There is nothing to simulate, or it failed: why, and what to do. */
  | { readonly kind: "failed"; readonly message: string; readonly help: string };

/** As far as the run has come; `null` when it failed. */
export function trajectoryOf(state: SimulationState): TrajectorySection | null {
  switch (state.kind) {
    case "running":
    case "stopped":
      return state.trajectory;
    case "done":
      return state.report.trajectory;
    case "failed":
      return null;
  }
}

/** Notification, server to client: the state of one document's sweep. Params: SweepUpdate. */
export const SWEEP_UPDATE = "intrinsic/sweep";

export interface SweepUpdate {
  readonly uri: string;
  /** The version of the text that is swept. */
  readonly documentVersion: number;
  readonly state: SweepState;
}

export type SweepState =
  /** `result`: of the runs so far; `null` before the first. */
  | { readonly kind: "running"; readonly progress: Progress; readonly result: SweepResult | null }
  | { readonly kind: "done"; readonly result: SweepResult; readonly milliseconds: number; readonly finishedAt: number }
  /** Stopped by the user; what was computed stays. */
  | { readonly kind: "stopped"; readonly result: SweepResult | null }
  | { readonly kind: "failed"; readonly message: string; readonly help: string };

// ---- extension -> server -------------------------------------------------------------------------------------------

/**
 * Request: analyse this open document now, without the pause. Params: AnalyzeParams; result: null at once, updates
 * follow.
 */
export const ANALYZE_NOW = "intrinsic/analyze";
/** Request: stop the running analysis of this document. Params: AnalyzeParams; result: null. */
export const CANCEL_ANALYSIS = "intrinsic/cancel";

export interface AnalyzeParams {
  readonly uri: string;
  /** "patient": count laws whatever the estimate says, because the user has seen it and asked. Default "typing". */
  readonly effort?: Effort;
}

/**
 * Request: simulate the training of this open document as it stands now. Params: SimulateParams; result: null at once,
 * updates follow.
 */
export const SIMULATE = "intrinsic/simulate";
/** Request: stop the simulation of this document. Params: SimulateParams; result: null. */
export const STOP_SIMULATION = "intrinsic/stopSimulation";

/**
 * Request: run the sweep of this open document as it stands now. Params: SimulateParams; result: null at once, updates
 * follow.
 */
export const SWEEP = "intrinsic/startSweep";
/** Request: stop the sweep of this document. Params: SimulateParams; result: null. */
export const STOP_SWEEP = "intrinsic/stopSweep";

export interface SimulateParams {
  readonly uri: string;
}

/**
 * Request: list the polynomial conservation laws of this open document's network up to a degree. Params: LawsParams,
 * with a `workDoneToken` when progress is wanted; result: LawsAnswer. Cancelling the request ends the search at once.
 */
export const LIST_LAWS = "intrinsic/laws";

export interface LawsParams {
  readonly uri: string;
  readonly degree: number;
}

export type LawsAnswer =
  | {
      readonly kind: "listing";
      readonly text: string;
      /** The version of the text whose laws these are. */
      readonly documentVersion: number;
    }
  /** Why there is no listing, and what to do about it: a sentence each. */
  | { readonly kind: "refused"; readonly message: string; readonly help: string }
  | { readonly kind: "cancelled" };

/**
 * Request: compute the change of this open document that cures a problem. Params: CureParams, with a `workDoneToken`
 * when progress is wanted; result: CureAnswer. Nothing is changed: that is the client's.
 */
export const APPLY_CURE = "intrinsic/cure";

export interface CureParams {
  readonly uri: string;
  readonly cure: CureId;
}

export type CureAnswer =
  | {
      readonly kind: "edit";
      readonly edits: readonly { readonly range: Range; readonly newText: string }[];
      /** What is done and how far it goes, a sentence or two for the user. */
      readonly message: string;
      /** The version of the text that the edits fit. */
      readonly documentVersion: number;
    }
  /** Why nothing is changed, and what to do about it: a sentence each. */
  | { readonly kind: "refused"; readonly message: string; readonly help: string }
  | { readonly kind: "cancelled" };

/**
 * The command of a chosen code action, for a client that has our commands: says what came of it. Its argument: Telling.
 */
export const TELL_COMMAND = "intrinsic.tell";

export interface Telling {
  readonly kind: "done" | "cannot";
  readonly message: string;
}

// ---- extension <-> page --------------------------------------------------------------------------------------------

/** What the page shows. The page is a function of this and keeps nothing else but scroll and opened tables. */
export interface PanelView {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly spec: { readonly uri: string; readonly name: string } | null;
  /** True when the panel stays with this spec whatever editor is active. */
  readonly pinned: boolean;
  /** The latest state; `null` while there is no spec or none has arrived. */
  readonly state: AnalysisState | null;
  /** The last finished report of this spec, if any, with the version and time it speaks of. */
  readonly last: {
    readonly report: Report;
    readonly documentVersion: number;
    readonly finishedAt: number;
    readonly milliseconds: number;
  } | null;
  /** True when `last` speaks of an older text than the editor's: the page dims it and says so. */
  readonly stale: boolean;
  /** The training run of this spec; `null` when none was asked for. */
  readonly simulation: SimulationView | null;
  /** The spec's sweep; `null`: none was asked for. */
  readonly sweep: SweepView | null;
  /** Significant digits (setting intrinsic.panel.digits). */
  readonly digits: number;
}

export interface SweepView {
  readonly state: SweepState;
  /** The text has changed since. */
  readonly stale: boolean;
}

export interface SimulationView {
  readonly state: SimulationState;
  /** True when the run speaks of an older text than the editor's. */
  readonly stale: boolean;
  /** A run the user has kept, drawn beside the current one; `null` when none is. */
  readonly kept: KeptRun | null;
}

export interface KeptRun {
  /** What distinguishes it, for the legend: "relaxed-balanced, λ = 0.7 (version 12)". */
  readonly name: string;
  readonly trajectory: TrajectorySection;
}

export type ToPage =
  | { readonly type: "show"; readonly view: PanelView }
  /** The cursor in the spec stands in this layer or law: highlight its row. `null`: none. */
  | { readonly type: "highlight"; readonly layer: string | null }
  /** The user has started a run of the spec that is shown: bring its section into view, once. */
  | { readonly type: "showRun" };

export type FromPage =
  /** The page is loaded and wants its first `show`. */
  | { readonly type: "ready" }
  | { readonly type: "analyze" }
  /** Count the laws although the estimate says it takes long. */
  | { readonly type: "countAnyway" }
  | { readonly type: "cancel" }
  | { readonly type: "simulate" }
  | { readonly type: "stopSimulation" }
  | { readonly type: "sweep" }
  | { readonly type: "stopSweep" }
  /** Keep the current run to compare later ones with it; let go of the kept one. */
  | { readonly type: "keepRun" }
  | { readonly type: "dropRun" }
  /** Change the spec so that a problem is gone. */
  | { readonly type: "cure"; readonly cure: CureId }
  | { readonly type: "restartEngine" }
  | { readonly type: "pin"; readonly pinned: boolean }
  /** Select this place in the spec (a law, a layer or a problem was clicked). */
  | { readonly type: "reveal"; readonly range: Range }
  /** Open the page of this problem code. */
  | { readonly type: "openCode"; readonly code: string }
  /** Open an example, from the empty state. */
  | { readonly type: "openExample"; readonly name: ExampleName }
  /** Save text (a table's CSV, the report's JSON) or an image through the editor's save dialog. */
  | {
      readonly type: "save";
      readonly suggestedName: string;
      readonly content: string;
      readonly encoding: "utf8" | "base64";
    };

/** The examples the empty panel invites to open; file names in `examples/`. */
export type ExampleName = "two-layer-relaxed-balanced" | "relu-bias-skip";

/** What the page keeps through a reload of the window (vscode.setState), so that the panel can come back. */
export interface PageState {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly uri: string | null;
  readonly pinned: boolean;
  readonly scroll: number;
}
