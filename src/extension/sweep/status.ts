/** The status item of the active spec's sweep. */
import type * as vscode from "vscode";
import { showBusyStatus } from "../busy-status";
import type { SweepStore } from "./store";

export function showSweepStatus(store: SweepStore): vscode.Disposable {
  return showBusyStatus({
    id: "intrinsic.sweep",
    name: "Intrinsic Sweep",
    stop: "intrinsic.stopSweep",
    view: (uri) => {
      const state = store.get(uri)?.state;
      if (state?.kind !== "running") return null;
      const { stage, fraction } = state.progress;
      return { text: stage, detail: fraction === null ? "Sweeping" : `Sweeping (${Math.floor(100 * fraction)} %)` };
    },
    onChange: (listener) => store.onChange(listener),
  });
}
