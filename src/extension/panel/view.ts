/**
 * What the panel shows, built anew each time from what is known: the page keeps nothing of its own. No vscode in here.
 */
import { PROTOCOL_VERSION, type PanelView, type TaskViews } from "../../engine/protocol/messages";
import { TASK_NAMES, type AnalysisState } from "../../engine/protocol/tasks";
import type { EngineState } from "../engine/state";
import { staleAgainst, viewOf, type TaskEntries } from "../tasks/store";
import { t } from "../../engine/findings/language";

export interface PanelFacts {
  readonly spec: { readonly uri: string; readonly name: string } | null;
  readonly pinned: boolean;
  /** What is known of the spec. */
  readonly tasks: TaskEntries;
  /** The version of the text in the editor; `null` when the spec is not open. */
  readonly documentVersion: number | null;
  /** Why the spec cannot be read at all (the file is gone); `null` when it can. */
  readonly unreadable: string | null;
  readonly engine: EngineState;
  readonly digits: number;
  readonly intro: boolean;
}

export function panelView(facts: PanelFacts): PanelView {
  const { spec, pinned, tasks, documentVersion, digits, intro } = facts;
  const { analyze: status } = tasks;
  return {
    protocol: PROTOCOL_VERSION,
    spec,
    pinned,
    state: spec === null ? null : stateOf(facts),
    last: spec === null ? null : (status?.last ?? null),
    stale: spec !== null && status !== undefined && staleAgainst(status, documentVersion),
    tasks: spec === null ? {} : viewsOf(tasks, documentVersion),
    digits,
    intro,
  };
}

function viewsOf(tasks: TaskEntries, documentVersion: number | null): TaskViews {
  return Object.fromEntries(
    TASK_NAMES.flatMap((task) => {
      const entry = task === "analyze" ? undefined : tasks[task];
      return entry === undefined ? [] : [[task, viewOf(entry, documentVersion)]];
    }),
  );
}

function stateOf({ engine, tasks: { analyze: status }, unreadable }: PanelFacts): AnalysisState | null {
  if (unreadable !== null)
    return {
      kind: "failed",
      message: t`The spec cannot be opened: ${unreadable}`,
      help: t`Open another spec; this panel follows it.`,
    };
  switch (engine.kind) {
    case "down":
      return {
        kind: "failed",
        message: t`The engine stopped: ${engine.reason}.`,
        help: t`Run “Intrinsic: Restart Engine”; “Intrinsic: Show Output” tells more.`,
      };
    case "restarting":
      return { kind: "running", progress: { stage: t`Starting the engine again`, fraction: null }, partial: null };
    case "starting":
      return (
        status?.state ?? { kind: "running", progress: { stage: t`Starting the engine`, fraction: null }, partial: null }
      );
    case "running":
      return status?.state ?? null;
  }
}
