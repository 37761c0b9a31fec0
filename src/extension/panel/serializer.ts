/** Brings the panel back after a reload of the window, with the spec and the pin it had. */
import * as vscode from "vscode";
import { PANEL_TYPE, type PanelHost } from "./host";
import { readPageState } from "./messages";

/** `reopen`: brings back the kept runs that it showed. */
export function restorePanels(host: PanelHost, reopen: (runs: readonly string[]) => Promise<void>): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const { uri, pinned, runs } = readPageState(state);
      host.restore(panel, uri, pinned);
      if (runs.length > 0) await reopen(runs);
    },
  });
}
