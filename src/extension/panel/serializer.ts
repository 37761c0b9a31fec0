/** Brings the panel back after a reload of the window, with the spec and the pin it had. */
import * as vscode from "vscode";
import { PANEL_TYPE, type PanelHost } from "./host";
import { readPageState } from "./messages";

export function restorePanels(host: PanelHost): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
    deserializeWebviewPanel(panel, state: unknown) {
      const { uri, pinned } = readPageState(state);
      host.restore(panel, uri, pinned);
      return Promise.resolve();
    },
  });
}
