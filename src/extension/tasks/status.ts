/** For each task that the user begins, a status item beside the verdict's while it runs for the active spec. */
import * as vscode from "vscode";
import { TASK_NAMES, TASKS } from "../../engine/protocol/tasks";
import { showBusyStatus } from "./busy-status";
import { busyView } from "./status-view";
import type { TaskStore } from "./store";

export function showTaskStatus(store: TaskStore): vscode.Disposable {
  return vscode.Disposable.from(
    ...TASK_NAMES.flatMap((task) => {
      const { commands, byItself, words } = TASKS[task];
      if (commands === null || byItself) return [];
      return [
        showBusyStatus({
          id: `intrinsic.${task}`,
          name: `Intrinsic ${words.noun.charAt(0).toUpperCase()}${words.noun.slice(1)}`,
          stop: commands.stop,
          view: (uri) => busyView(task, store.get(task, uri)?.state ?? null),
          onChange: (listener) => store.onChange(listener),
        }),
      ];
    }),
  );
}
