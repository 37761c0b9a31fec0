/**
 * What is known about the sweep of each spec: its newest state. No vscode in here. Invariants as in
 * simulation/store.ts.
 */
import type { SweepState, SweepUpdate, SweepView } from "../../engine/protocol/messages";
import { createEntries } from "../entries";

export interface SweepStatus {
  readonly state: SweepState;
  /** The version of the text that was swept. */
  readonly version: number;
  /** True once the document was closed. */
  readonly closed: boolean;
}

export interface SweepStore {
  get(uri: string): SweepStatus | undefined;
  update(update: SweepUpdate): void;
  closed(uri: string): void;
  engineLost(reason: string): void;
  onChange(listener: (uri: string) => void): { dispose(): void };
}

export function createSweepStore(): SweepStore {
  const entries = createEntries<SweepStatus>();
  return {
    get: entries.get,
    update({ uri, documentVersion: version, state }) {
      const known = entries.get(uri);
      if (known !== undefined && !known.closed && version < known.version) return;
      entries.set(uri, { state, version, closed: false });
    },
    closed(uri) {
      const known = entries.get(uri);
      if (known === undefined) return;
      entries.set(uri, {
        ...known,
        state: known.state.kind === "running" ? { kind: "stopped", result: known.state.result } : known.state,
        closed: true,
      });
    },
    engineLost(reason) {
      for (const [uri, known] of entries.all())
        if (known.state.kind === "running")
          entries.set(uri, {
            ...known,
            state: {
              kind: "failed",
              message: `The sweep ended with the engine: ${reason}.`,
              help: "Sweep again; “Intrinsic: Show Output” tells more about the engine.",
            },
          });
    },
    onChange: entries.onChange,
  };
}

/** `documentVersion`: of the text in the editor; `null` when the spec is not open. */
export function sweepView(status: SweepStatus | undefined, documentVersion: number | null): SweepView | null {
  if (status === undefined) return null;
  return {
    state: status.state,
    stale: documentVersion !== null && (status.closed || status.version !== documentVersion),
  };
}
