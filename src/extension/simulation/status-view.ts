/** What the status item of a running simulation says; `null`: nothing runs, and there is no item. No vscode in here. */
import type { SimulationState } from "../../engine/protocol/messages";

export interface SimulationStatusView {
  /** "t = 3.2 of 10, loss 1.20·10⁻³". */
  readonly text: string;
  readonly detail: string;
}

export function simulationStatusView(state: SimulationState | null): SimulationStatusView | null {
  if (state === null || state.kind !== "running") return null;
  const { stage, fraction } = state.progress;
  return { text: stage, detail: fraction === null ? "Simulating" : `Simulating (${Math.floor(100 * fraction)} %)` };
}
