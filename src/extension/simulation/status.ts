/** The status item of the active spec's simulation. */
import type * as vscode from "vscode";
import { showBusyStatus } from "../busy-status";
import { simulationStatusView } from "./status-view";
import type { SimulationStore } from "./store";

export function showSimulationStatus(store: SimulationStore): vscode.Disposable {
  return showBusyStatus({
    id: "intrinsic.simulation",
    name: "Intrinsic Simulation",
    stop: "intrinsic.stopSimulation",
    view: (uri) => simulationStatusView(store.get(uri)?.state ?? null),
    onChange: (listener) => store.onChange(listener),
  });
}
