/**
 * What the panel shows, built anew each time from what is known: the page keeps nothing of its own. No vscode in here.
 */
import { PROTOCOL_VERSION, type AnalysisState, type PanelView } from "../../engine/protocol/messages";
import { staleAgainst, type SpecStatus } from "../analysis-store";
import type { EngineState } from "../engine/state";
import { simulationView, type SimulationStatus } from "../simulation/store";
import { sweepView, type SweepStatus } from "../sweep/store";

export interface PanelFacts {
  readonly spec: { readonly uri: string; readonly name: string } | null;
  readonly pinned: boolean;
  readonly status: SpecStatus | undefined;
  readonly simulation: SimulationStatus | undefined;
  readonly sweep: SweepStatus | undefined;
  /** The version of the text in the editor; `null` when the spec is not open. */
  readonly documentVersion: number | null;
  /** Why the spec cannot be read at all (the file is gone); `null` when it can. */
  readonly unreadable: string | null;
  readonly engine: EngineState;
  readonly digits: number;
}

export function panelView(facts: PanelFacts): PanelView {
  const { spec, pinned, status, simulation, sweep, documentVersion, digits } = facts;
  return {
    protocol: PROTOCOL_VERSION,
    spec,
    pinned,
    state: spec === null ? null : stateOf(facts),
    last: spec === null ? null : (status?.last ?? null),
    stale: spec !== null && status !== undefined && staleAgainst(status, documentVersion),
    simulation: spec === null ? null : simulationView(simulation, documentVersion),
    sweep: spec === null ? null : sweepView(sweep, documentVersion),
    digits,
  };
}

function stateOf({ engine, status, unreadable }: PanelFacts): AnalysisState | null {
  if (unreadable !== null)
    return {
      kind: "failed",
      message: `The spec cannot be opened: ${unreadable}`,
      help: "Open another spec; this panel follows it.",
    };
  switch (engine.kind) {
    case "down":
      return {
        kind: "failed",
        message: `The engine stopped: ${engine.reason}.`,
        help: "Run “Intrinsic: Restart Engine”; “Intrinsic: Show Output” tells more.",
      };
    case "restarting":
      return { kind: "running", progress: { stage: "Starting the engine again", fraction: null } };
    case "starting":
      return status?.state ?? { kind: "running", progress: { stage: "Starting the engine", fraction: null } };
    case "running":
      return status?.state ?? null;
  }
}
