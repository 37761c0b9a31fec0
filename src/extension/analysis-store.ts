/**
 * What is known about each spec: the newest state and the last finished report. No vscode in here.
 *
 * Invariant: nothing old is taken for new. Updates about an older text than the newest heard of are dropped, and
 * `staleAgainst` compares the report's version with the text the editor holds now.
 */
import type { AnalysisState, AnalysisUpdate, PanelView } from "../engine/protocol/messages";

export interface SpecStatus {
  readonly state: AnalysisState;
  readonly version: number;
  readonly last: PanelView["last"];
}

export interface AnalysisStore {
  get(uri: string): SpecStatus | undefined;
  update(update: AnalysisUpdate): void;
  /** The editor holds a newer text than the one analysed: stale at once, without waiting for the server. */
  edited(uri: string, version: number): void;
  /** The document was closed: versions count from 1 again. Its last report stays, for a panel that shows it. */
  closed(uri: string): void;
  onChange(listener: (uri: string) => void): { dispose(): void };
}

interface Entry extends SpecStatus {
  open: boolean;
}

export function createAnalysisStore(): AnalysisStore {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(uri: string) => void>();
  const set = (uri: string, entry: Entry): void => {
    entries.set(uri, entry);
    for (const listener of [...listeners]) listener(uri);
  };
  const isOlder = (known: Entry | undefined, version: number): boolean =>
    known !== undefined && known.open && version < known.version;

  return {
    get: (uri) => entries.get(uri),
    update({ uri, documentVersion: version, state }) {
      const known = entries.get(uri);
      if (isOlder(known, version)) return;
      set(uri, { state, version, last: lastAfter(known, version, state), open: true });
    },
    edited(uri, version) {
      const known = entries.get(uri);
      if (known === undefined || (known.open && version <= known.version)) return;
      set(uri, { ...known, state: { kind: "stale" }, version, open: true });
    },
    closed(uri) {
      const known = entries.get(uri);
      if (known === undefined) return;
      if (known.last === null) entries.delete(uri);
      else entries.set(uri, { ...known, open: false });
    },
    onChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/** True when the last report speaks of an older text than `version`, the editor's. */
export function staleAgainst(status: SpecStatus, version: number | null): boolean {
  if (status.last === null) return false;
  return status.state.kind === "stale" || status.last.documentVersion !== (version ?? status.last.documentVersion);
}

function lastAfter(known: Entry | undefined, documentVersion: number, state: AnalysisState): PanelView["last"] {
  if (state.kind !== "done") return known?.last ?? null;
  const { report, finishedAt, milliseconds } = state;
  return { report, documentVersion, finishedAt, milliseconds };
}
