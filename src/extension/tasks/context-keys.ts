/**
 * What runs for the spec that commands speak of, as context keys `intrinsic.running.TASK` of the editor: a command that stops
 * something is there only while there is something to stop.
 */
import * as vscode from "vscode";
import { TASK_NAMES, TASKS } from "../../engine/protocol/tasks";
import { activeSpec } from "../specs";
import type { TaskStore } from "./store";

/** `shown`: the spec in the panel, which commands speak of while no spec is in an editor. */
export function keepContextKeys(store: TaskStore, shown: () => string | null): vscode.Disposable {
  const told = new Map<string, boolean>();
  const refresh = (): void => {
    const uri = activeSpec()?.uri.toString() ?? shown();
    for (const task of TASK_NAMES) {
      if (TASKS[task].commands === null) continue;
      const runs = uri !== null && store.get(task, uri)?.state.kind === "running";
      if (told.get(task) === runs) continue;
      told.set(task, runs);
      void vscode.commands.executeCommand("setContext", `intrinsic.running.${task}`, runs);
    }
  };
  refresh();
  return vscode.Disposable.from(store.onChange(refresh), vscode.window.onDidChangeActiveTextEditor(refresh));
}
