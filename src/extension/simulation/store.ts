/**
 * What is known about the simulation of each spec: its newest state and the run the user has kept. No vscode in here.
 *
 * Invariants: nothing old is taken for new, as in analysis-store.ts. A run that can no longer go on (its document was
 * closed, the engine is gone) is not shown as running.
 */
import type { KeptRun, SimulationState, SimulationUpdate, SimulationView } from "../../engine/protocol/messages";
import { trajectoryOf } from "../../engine/protocol/messages";
import type { TrajectorySection } from "../../engine/report/run/facts";
import { createEntries } from "../entries";

export interface SimulationStatus {
  readonly state: SimulationState;
  /** The version of the text that was simulated. */
  readonly version: number;
  /** True once the document was closed: its versions count from 1 again, so none is the run's for sure. */
  readonly closed: boolean;
  readonly kept: KeptRun | null;
}

export interface SimulationStore {
  get(uri: string): SimulationStatus | undefined;
  update(update: SimulationUpdate): void;
  /** The document was closed, and the engine has ended its run. What was computed stays, for a panel that shows it. */
  closed(uri: string): void;
  /** The engine is gone, and all runs with it. */
  engineLost(reason: string): void;
  /**
   * Keeps the current run to compare later ones with; `name` says what distinguishes it. Nothing happens when there is
   * none.
   */
  keep(uri: string, name: string): void;
  /** Lets go of the kept run. */
  release(uri: string): void;
  onChange(listener: (uri: string) => void): { dispose(): void };
}

export function createSimulationStore(): SimulationStore {
  const entries = createEntries<SimulationStatus>();

  return {
    get: entries.get,
    update({ uri, documentVersion: version, state }) {
      const known = entries.get(uri);
      if (known !== undefined && !known.closed && version < known.version) return;
      entries.set(uri, { state, version, closed: false, kept: known?.kept ?? null });
    },
    closed(uri) {
      const known = entries.get(uri);
      if (known === undefined) return;
      const state: SimulationState =
        known.state.kind === "running" ? { kind: "stopped", trajectory: cut(known.state.trajectory) } : known.state;
      entries.set(uri, { ...known, state, closed: true });
    },
    engineLost(reason) {
      for (const [uri, known] of entries.all())
        if (known.state.kind === "running")
          entries.set(uri, {
            ...known,
            state: {
              kind: "failed",
              message: `The simulation ended with the engine: ${reason}.`,
              help: "Simulate again; “Intrinsic: Show Output” tells more about the engine.",
            },
          });
    },
    keep(uri, name) {
      const known = entries.get(uri);
      const trajectory = known === undefined ? null : trajectoryOf(known.state);
      if (known !== undefined && trajectory !== null) entries.set(uri, { ...known, kept: { name, trajectory } });
    },
    release(uri) {
      const known = entries.get(uri);
      if (known !== undefined && known.kept !== null) entries.set(uri, { ...known, kept: null });
    },
    onChange: entries.onChange,
  };
}

/** `documentVersion`: of the text in the editor; `null` when the spec is not open. */
export function simulationView(
  status: SimulationStatus | undefined,
  documentVersion: number | null,
): SimulationView | null {
  if (status === undefined) return null;
  const { state, version, closed, kept } = status;
  return { state, stale: documentVersion !== null && (closed || documentVersion !== version), kept };
}

/** What was told of a run before it was ended with its document. */
function cut(trajectory: TrajectorySection | null): TrajectorySection | null {
  return trajectory === null || trajectory.status !== "running"
    ? trajectory
    : { ...trajectory, status: "cancelled", sentence: "cancelled: the spec was closed" };
}
