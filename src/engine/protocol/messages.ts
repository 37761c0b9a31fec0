/**
 * Messages between processes: server <-> extension (over the language server connection), extension <-> page, and
 * server <-> worker (src/engine/worker). String-tagged unions of plain, JSON-safe data; every switch on a tag is
 * exhaustive.
 */
import type { CureId, Range } from "../findings/problem";
import type { TrajectorySection } from "../report/run/facts";
import type { ClaimedRun } from "../report/audit/run";
import type { Report } from "../report/types";
import type { RunsView } from "./runs";
import type { FrameworkName } from "./frameworks";
import type { AnalysisState, AskedOf, StateOf, TaskName } from "./tasks";

/** Raised when a message changes shape; a page restored from an older window is told to start again. */
export const PROTOCOL_VERSION = 6;

// ---- server -> extension -------------------------------------------------------------------------------------------

/** Notification, server to client: the state of a task for one document. Params: TaskUpdate. */
export const TASK_UPDATE = "intrinsic/task";

export type TaskUpdate<N extends TaskName = TaskName> = {
  readonly [K in N]: {
    readonly task: K;
    readonly uri: string;
    /**
     * The version of the text this update speaks of; a receiver drops updates older than the last one it showed. A run
     * goes on while the text is edited, and its result says so.
     */
    readonly documentVersion: number;
    readonly state: StateOf<K>;
  };
}[N];

// ---- extension -> server -------------------------------------------------------------------------------------------

/**
 * Request: begin a task for this open document as it stands now, an analysis without the pause. Params: StartParams;
 * result: null at once, updates follow.
 */
export const START_TASK = "intrinsic/start";
/** Request: stop a task of this document. Params: StopParams; result: null. */
export const STOP_TASK = "intrinsic/stop";
/**
 * Request: do a task for this open document, and answer with its result. Params: StartParams, with a `workDoneToken`
 * when progress is wanted; result: TaskAnswer. Cancelling the request ends it at once. With a `text` it is done for
 * that instead, whether the spec is open or not, and the version in the answer is 0 (AskParams).
 */
export const ASK_TASK = "intrinsic/ask";

/** Request: what a text expects, read without an analysis. Params: ListExpectationsParams; result: ExpectationList. */
export const LIST_EXPECTATIONS = "intrinsic/expectations";

export interface ListExpectationsParams {
  readonly text: string;
}

/** The command of the lens above `expect`, for a client that has our commands. Its argument: the document's URI. */
export const EXPECT_NOW_COMMAND = "intrinsic.expectNow";

export interface StopParams {
  readonly task: TaskName;
  readonly uri: string;
}

export type StartParams<N extends TaskName = TaskName> = {
  readonly [K in N]: StopParams & {
    readonly task: K;
    /** What the task asks for. May be left out where that is nothing, and of an analysis: then it is a quick one. */
    readonly asked?: AskedOf<K>;
  };
}[N];

export type AskParams<N extends TaskName = TaskName> = StartParams<N> & { readonly text?: string };

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
  /** The newest report of this spec, if any: the last finished one, or as much as there is of one on its way. */
  readonly last: LastReport | null;
  /** True when `last` speaks of an older text than the editor's: the page dims it and says so. */
  readonly stale: boolean;
  /** Its other tasks, those that were asked for. */
  readonly tasks: TaskViews;
  /** Significant digits (setting intrinsic.panel.digits). */
  readonly digits: number;
  /** The user sees the panel for the first time: say what the four bases mean. */
  readonly intro: boolean;
}

export interface LastReport {
  /** `pending`: what it still lacks. */
  readonly report: Report;
  /** The version of the text it speaks of. */
  readonly documentVersion: number;
  /** For a report on its way, when this much of it was told. */
  readonly finishedAt: number;
  readonly milliseconds: number;
}

/** What the page shows of tasks that begin when the user asks. */
export type TaskViews = { readonly [N in Exclude<TaskName, "analyze">]?: TaskView<N> };

export interface TaskView<N extends TaskName> {
  readonly state: StateOf<N>;
  /** True when it speaks of an older text than the editor's. */
  readonly stale: boolean;
  /** A run the user has kept, drawn beside the current one; `null` when none is. */
  readonly kept: KeptRun | null;
  /** What the user has asked for last; absent: nothing beside the task itself. */
  readonly asked?: AskedOf<N>;
}

export interface KeptRun {
  /** What distinguishes it, for the legend: "relaxed-balanced, λ = 0.7 (version 12)". */
  readonly name: string;
  readonly trajectory: TrajectorySection;
}

export type ToPage =
  | { readonly type: "show"; readonly view: PanelView }
  /** Kept runs instead of a spec as it is now, until the next "show". */
  | { readonly type: "showRuns"; readonly view: RunsView }
  /** The cursor in the spec stands in this layer or law: highlight its row. `null`: none. */
  | { readonly type: "highlight"; readonly layer: string | null }
  /** The user has begun this task for the spec that is shown: bring its section into view, once. */
  | { readonly type: "showTask"; readonly task: TaskName };

export type FromPage =
  /** The page is loaded and wants its first `show`. */
  | { readonly type: "ready" }
  /** Begin a task for the spec that is shown; `asked` is read by the engine, which knows its tasks. */
  | { readonly type: "start"; readonly task: TaskName; readonly asked?: unknown }
  | { readonly type: "stop"; readonly task: TaskName }
  /**
   * Audit the weights of the spec that is shown, beside these files: the page names none, the extension asks for them. `run`: `null`:
   * as it was said last.
   */
  | { readonly type: "audit"; readonly run: ClaimedRun | null; readonly before: FileWish; readonly log: FileWish }
  /** Keep the current run to compare later ones with it; let go of the kept one. */
  | { readonly type: "keepRun" }
  | { readonly type: "dropRun" }
  /** Change the spec so that a problem is gone. */
  | { readonly type: "cure"; readonly cure: CureId }
  /** Write what a problem offers; the extension does it only if one offers just this, of this very text. */
  | { readonly type: "fix"; readonly range: Range; readonly newText: string }
  /** The bases are understood: do not explain them again. */
  | { readonly type: "introRead" }
  /** From kept runs back to the spec. */
  | { readonly type: "leaveRuns" }
  /** Show where the texts of two kept runs differ. */
  | { readonly type: "compareSpecs"; readonly runs: readonly string[] }
  | { readonly type: "restartEngine" }
  | { readonly type: "pin"; readonly pinned: boolean }
  /** Select this place in the spec (a law, a layer or a problem was clicked). */
  | { readonly type: "reveal"; readonly range: Range }
  /** Open the page of this problem code. */
  | { readonly type: "openCode"; readonly code: string }
  /** Open an example, from the empty state. */
  /** Its start, as code of a framework and a file of weights. */
  | { readonly type: "takeStart"; readonly to: FrameworkName }
  | { readonly type: "openExample"; readonly name: ExampleName }
  /** Put this on the clipboard: a claim, a table, a formula. */
  | { readonly type: "copy"; readonly text: string }
  /** Save text (a table's CSV, the report's JSON) or an image through the editor's save dialog. */
  | {
      readonly type: "save";
      readonly suggestedName: string;
      readonly content: string;
      readonly encoding: "utf8" | "base64";
    };

/** Of a file that the user has chosen before: that one, another one, none. */
export const FILE_WISHES = ["keep", "choose", "drop"] as const;
export type FileWish = (typeof FILE_WISHES)[number];

/** The examples the empty panel invites to open; file names in `examples/`. */
export type ExampleName = "two-layer-relaxed-balanced" | "relu-bias-skip" | "train-two-layer";

/** What the page keeps through a reload of the window (vscode.setState), so that the panel can come back. */
export interface PageState {
  readonly protocol: typeof PROTOCOL_VERSION;
  readonly uri: string | null;
  readonly pinned: boolean;
  readonly scroll: number;
  /** Ids of the kept runs that it shows; none while it shows the spec as it is now. */
  readonly runs: readonly string[];
}
