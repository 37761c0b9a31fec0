/** A status item beside the verdict's while the active spec's training is simulated, with a button that stops it. */
import * as vscode from "vscode";
import { activeSpec, LANGUAGE, SCHEMES } from "../specs";
import { simulationStatusView } from "./status-view";
import type { SimulationStore } from "./store";

export function showSimulationStatus(store: SimulationStore): vscode.Disposable {
  let item: vscode.LanguageStatusItem | null = null;
  const hide = (): void => {
    item?.dispose();
    item = null;
  };
  const refresh = (): void => {
    const spec = activeSpec();
    const view = spec === null ? null : simulationStatusView(store.get(spec.uri.toString())?.state ?? null);
    if (view === null) return hide();
    item ??= createItem();
    item.text = view.text;
    item.detail = view.detail;
  };
  refresh();
  return vscode.Disposable.from(store.onChange(refresh), vscode.window.onDidChangeActiveTextEditor(refresh), { dispose: hide });
}

function createItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem("intrinsic.simulation", SCHEMES.map((scheme) => ({ language: LANGUAGE, scheme })));
  item.name = "Intrinsic Simulation";
  item.busy = true;
  item.command = { command: "intrinsic.stopSimulation", title: "Stop" };
  return item;
}
