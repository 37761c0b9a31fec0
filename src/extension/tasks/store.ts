/**
 * What is known about each spec's tasks: the newest state of each, the newest report, the run the user has kept. No
 * vscode in here.
 *
 * Invariants: nothing old is taken for new. Updates about an older text than the newest heard of are dropped, and
 * `staleAgainst` compares the version a thing speaks of with the text the editor holds now. A task that can no longer go
 * on (its document was closed, the engine is gone) is not shown as running; an analysis comes back by itself.
 */
import type { KeptRun, LastReport, TaskUpdate, TaskView } from "../../engine/protocol/messages";
import { subjectOf } from "../../engine/protocol/task";
import {
  TASKS,
  trajectoryOf,
  type AnyState,
  type AskedOf,
  type PartOf,
  type StateOf,
  type TaskName,
} from "../../engine/protocol/tasks";
import type { TrajectorySection } from "../../engine/report/run/facts";
import { t } from "../../engine/findings/language";

export interface TaskEntry<N extends TaskName> {
  readonly state: StateOf<N>;
  /** The version of the text that the state speaks of. */
  readonly version: number;
  /** True once the document was closed: its versions count from 1 again, so none is the entry's for sure. */
  readonly closed: boolean;
  /** Of an analysis: the newest report, whole or as far as it is. It stays while another one is computed. */
  readonly last: LastReport | null;
  readonly kept: KeptRun | null;
  /** What the user has asked for last. */
  readonly asked?: AskedOf<N>;
}

/** What is known of one spec. */
export type TaskEntries = { readonly [N in TaskName]?: TaskEntry<N> };

export interface TaskStore {
  get<N extends TaskName>(task: N, uri: string): TaskEntry<N> | undefined;
  of(uri: string): TaskEntries;
  /** The user has asked for this, of a task that asks for something. */
  asked<N extends TaskName>(task: N, uri: string, asked: AskedOf<N>): void;
  /** What was asked for last; `null`: nothing. */
  askedLast<N extends TaskName>(task: N, uri: string): AskedOf<N> | null;
  update(update: TaskUpdate): void;
  /** The editor holds a newer text than the one analysed: stale at once, without waiting for the server. */
  edited(uri: string, version: number): void;
  /** The document was closed, and the engine has ended its tasks. What was computed stays, for a panel that shows it. */
  closed(uri: string): void;
  /** The engine is gone, and all that ran with it. */
  engineLost(reason: string): void;
  /**
   * Keeps the current run to compare later ones with it; `name` says what distinguishes it. Nothing happens when there
   * is none.
   */
  keep(uri: string, name: string): void;
  /** Lets go of the kept run. */
  release(uri: string): void;
  onChange(listener: (uri: string) => void): { dispose(): void };
}

type Entry = TaskEntry<TaskName>;

/** `now`: milliseconds since 1970. */
export function createTaskStore(now: () => number): TaskStore {
  const specs = new Map<string, Map<TaskName, Entry>>();
  const listeners = new Set<(uri: string) => void>();
  /** By task and spec. */
  const wishes = new Map<string, AskedOf<TaskName>>();

  const entriesOf = (uri: string): Map<TaskName, Entry> => {
    const entries = specs.get(uri) ?? new Map<TaskName, Entry>();
    specs.set(uri, entries);
    return entries;
  };
  const get = (task: TaskName, uri: string): Entry | undefined => specs.get(uri)?.get(task);
  const set = (task: TaskName, uri: string, entry: Entry): void => {
    entriesOf(uri).set(task, entry);
    for (const listener of [...listeners]) listener(uri);
  };

  return {
    get: <N extends TaskName>(task: N, uri: string) => get(task, uri) as TaskEntry<N> | undefined,
    of: (uri) => Object.fromEntries(specs.get(uri) ?? []) as TaskEntries,
    asked: (task, uri, asked) => void wishes.set(wishOf(task, uri), asked),
    askedLast: <N extends TaskName>(task: N, uri: string) =>
      (wishes.get(wishOf(task, uri)) as AskedOf<N> | undefined) ?? null,
    update(update) {
      const { task, uri, documentVersion: version, state } = update;
      const known = get(task, uri);
      if (known !== undefined && !known.closed && version < known.version) return;
      const last = update.task === "analyze" ? lastAfter(known, version, update.state, now()) : null;
      // The report stands beside the state.
      const shown: AnyState = task === "analyze" && state.kind === "running" ? { ...state, partial: null } : state;
      const asked = wishes.get(wishOf(task, uri));
      const kept = known?.kept ?? null;
      set(task, uri, { state: shown, version, closed: false, last, kept, ...(asked === undefined ? {} : { asked }) });
    },
    edited(uri, version) {
      const known = get("analyze", uri);
      if (known === undefined || (!known.closed && version <= known.version)) return;
      set("analyze", uri, { ...known, state: { kind: "stale" }, version, closed: false });
    },
    closed(uri) {
      for (const [task, known] of specs.get(uri) ?? []) {
        if (task === "analyze" && known.last === null) specs.get(uri)?.delete(task);
        else set(task, uri, { ...known, state: ended(task, known.state), closed: true });
      }
    },
    engineLost(reason) {
      for (const [uri, entries] of specs)
        for (const [task, known] of entries)
          if (!TASKS[task].byItself && known.state.kind === "running")
            set(task, uri, { ...known, state: lostWith(task, reason) });
    },
    keep(uri, name) {
      const known = get("simulate", uri);
      const trajectory = known === undefined ? null : trajectoryOf(known.state as StateOf<"simulate">);
      if (known !== undefined && trajectory !== null) set("simulate", uri, { ...known, kept: { name, trajectory } });
    },
    release(uri) {
      const known = get("simulate", uri);
      if (known !== undefined && known.kept !== null) set("simulate", uri, { ...known, kept: null });
    },
    onChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

function wishOf(task: TaskName, uri: string): string {
  return `${task} ${uri}`;
}

/** True when the last report speaks of an older text than `version`, the editor's. */
export function staleAgainst({ state, last }: TaskEntry<"analyze">, version: number | null): boolean {
  if (last === null) return false;
  return state.kind === "stale" || last.documentVersion !== (version ?? last.documentVersion);
}

/** The report on its way about the very text that the state speaks of; `null`: there is none, or it is whole. */
export function reportOnItsWay({ state, version, last }: TaskEntry<"analyze">): LastReport["report"] | null {
  const isIt = state.kind === "running" && last?.documentVersion === version && last.report.pending !== undefined;
  return isIt ? last.report : null;
}

/** `documentVersion`: of the text in the editor; `null` when the spec is not open. */
export function viewOf<N extends TaskName>(
  { state, version, closed, kept, asked }: TaskEntry<N>,
  documentVersion: number | null,
): TaskView<N> {
  return {
    state,
    stale: documentVersion !== null && (closed || documentVersion !== version),
    kept,
    ...(asked === undefined ? {} : { asked }),
  };
}

/** A report on its way is never taken for a newer one than the whole report of the same text. */
function lastAfter(
  known: Entry | undefined,
  documentVersion: number,
  state: StateOf<"analyze">,
  now: number,
): LastReport | null {
  const last = known?.last ?? null;
  if (state.kind === "done") {
    const { result: report, finishedAt, milliseconds } = state;
    return { report, documentVersion, finishedAt, milliseconds };
  }
  if (state.kind !== "running" || state.partial === null) return last;
  const isWhole = last !== null && last.documentVersion === documentVersion && last.report.pending === undefined;
  return isWhole && known?.closed !== true
    ? last
    : { report: state.partial, documentVersion, finishedAt: now, milliseconds: 0 };
}

/** What was told of it before it was ended with its document. */
function ended(task: TaskName, state: AnyState): AnyState {
  if (state.kind !== "running") return state;
  const { partial } = state;
  if (task !== "simulate" || partial === null) return { kind: "stopped", partial };
  const run = partial as TrajectorySection;
  return { kind: "stopped", partial: run.status === "running" ? cut(run) : run };
}

function cut(run: TrajectorySection): PartOf<"simulate"> {
  return { ...run, status: "cancelled", sentence: t`cancelled: the spec was closed` };
}

function lostWith(task: TaskName, reason: string): AnyState {
  const { words } = TASKS[task];
  return {
    kind: "failed",
    message: t`${subjectOf(words)} ended with the engine: ${reason}.`,
    help: t`${words.again}; “Intrinsic: Show Output” tells more about the engine.`,
  };
}
