/** Kept runs: what is remembered when a task ends, and what the view's commands do with it. */
import * as vscode from "vscode";
import { PROTOCOL_VERSION } from "../../engine/protocol/messages";
import { runLabel, type Run, type RunHeading, type RunsView } from "../../engine/protocol/runs";
import { changesText, specDifferences, titleIn } from "../../engine/report/spec-differences";
import type { Engine } from "../engine/supervisor";
import type { Listing } from "../laws/listings";
import type { Speaker } from "../speak";
import { openSpec, specName } from "../specs";
import { createRunDocuments } from "./documents";
import { fileNameOf } from "./file-name";
import { memoryFiles } from "./memory-files";
import { outcomeOf } from "./outcome";
import { createRecorder, type EndedRun, type Recorder } from "./recorder";
import { storageFiles } from "./storage-files";
import { storageOfAllWindows } from "./storage-path";
import { createRunStore, type RunEntry, type RunStore } from "./store";
import { createRunTree, isEntry, whenOf } from "./tree";
import { CHOOSE_ONE_RUN, CHOOSE_RUNS, DELETE_NOTE, NO_TEXT, NOT_KEPT_OVER_RELOADS, notKept } from "./words";

export interface RunsContext {
  /** Of the workspace; `undefined`: no folder is open. */
  readonly storageUri: vscode.Uri | undefined;
  readonly extensionVersion: string;
  readonly engine: Engine;
  readonly speaker: Speaker;
  /** Shows kept runs in the panel. */
  readonly show: (view: Omit<RunsView, "digits" | "protocol">) => void;
}

/** `row`: the row a command was called on; `rows`: all that were selected with it. */
export interface Runs extends vscode.Disposable {
  /** The user has asked for a task. */
  readonly asked: Recorder["asked"];
  listed(listing: Listing): void;
  open(row: unknown): Promise<void>;
  /** The text that the run speaks of, even where its spec has changed or gone. */
  openSpec(row: unknown): Promise<void>;
  /** Brings back what the panel showed before a reload. */
  reopen(ids: readonly string[]): Promise<void>;
  rename(row: unknown): Promise<void>;
  compare(row: unknown, rows: unknown): Promise<void>;
  /** Of two runs, or of the first two that are selected. */
  compareSpecs(row: unknown, rows: unknown): Promise<void>;
  remove(row: unknown, rows: unknown): Promise<void>;
  exportRun(row: unknown): Promise<void>;
  refresh(): void;
}

function folderOfRuns(storage: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(storage.with({ path: storageOfAllWindows(storage.path) }), "runs");
}

export function createRuns({ storageUri, extensionVersion, engine, speaker, show }: RunsContext): Runs {
  const files = storageUri === undefined ? memoryFiles() : storageFiles(folderOfRuns(storageUri));
  const store = createRunStore(files, newId);
  const tree = createRunTree(store);
  const documents = createRunDocuments();
  const quietly = storageUri === undefined ? NOT_KEPT_OVER_RELOADS : null;
  tree.say(quietly);

  const keep = async (run: EndedRun): Promise<void> => {
    try {
      await store.add(await headingOf(run, store, extensionVersion), run.text, run.result);
      tree.say(quietly);
    } catch (error) {
      speaker.log.warn(notKept(error));
      tree.say(notKept(error));
    }
    tree.refresh();
  };
  const recorder = createRecorder(
    (uri) => {
      const document = openSpec(uri);
      return document === null ? null : { version: document.version, text: document.getText() };
    },
    (run) => void keep(run),
  );

  const one = (row: unknown): RunEntry | null => (isEntry(row) ? row : (tree.selected().at(0) ?? null));
  const several = (row: unknown, rows: unknown): readonly RunEntry[] => {
    if (Array.isArray(rows) && rows.length > 0) return rows.filter(isEntry);
    const selected = tree.selected();
    return isEntry(row) && !selected.some(({ id }) => id === row.id) ? [row] : selected;
  };
  /** In the order they ended; what cannot be read is said. */
  const found = async (ids: readonly string[]): Promise<readonly Run[]> => {
    const all = await Promise.all(ids.map((id) => store.find(id)));
    const missing = all.find((one) => one.kind === "missing");
    if (missing !== undefined) {
      speaker.cannot(missing.why);
      tree.refresh();
    }
    return all.flatMap((one) => (one.kind === "run" ? [one.run] : [])).sort((a, b) => a.heading.at - b.heading.at);
  };
  const display = async (runs: readonly Run[]): Promise<void> => {
    const run = runs.at(0);
    if (run === undefined) return;
    if (runs.length === 1) {
      if (run.result.kind === "listing") return documents.showListing(run, run.result.text, whenOf(run.heading.at));
      // What a page of another version would not understand is shown as it was stored.
      if (run.heading.protocol !== PROTOCOL_VERSION) return documents.showJson(run);
    }
    const texts = runs.flatMap(({ text }) => (text === null ? [] : [text]));
    show({ runs, differences: texts.length === runs.length && runs.length > 1 ? specDifferences(texts) : [] });
  };

  const owned = vscode.Disposable.from(
    tree,
    documents,
    engine.onUpdate((update) => recorder.update(update)),
  );
  return {
    asked: recorder.asked,
    listed({ spec, degree, text, documentVersion }) {
      const uri = spec.toString();
      const result = { kind: "listing", degree, text } as const;
      void keep({ task: "list-laws", uri, documentVersion, text: recorder.textOf(uri, documentVersion), result });
    },
    async open(row) {
      const entry = one(row);
      if (entry === null) return speaker.cannot(CHOOSE_ONE_RUN);
      await display(await found([entry.id]));
    },
    async openSpec(row) {
      const entry = one(row);
      if (entry === null) return speaker.cannot(CHOOSE_ONE_RUN);
      const run = (await found([entry.id])).at(0);
      if (run === undefined) return;
      if (!hasText(run)) return speaker.cannot(NO_TEXT);
      await documents.showSpec(run);
    },
    async reopen(ids) {
      const all = await Promise.all(ids.map((id) => store.find(id)));
      await display(all.flatMap((one) => (one.kind === "run" ? [one.run] : [])));
    },
    async rename(row) {
      const entry = one(row);
      if (entry === null) return speaker.cannot(CHOOSE_ONE_RUN);
      if (entry.kind === "unreadable") return speaker.cannot(entry.why);
      const name = await vscode.window.showInputBox({
        title: vscode.l10n.t("Name of the run"),
        value: runLabel(entry.heading),
        prompt: vscode.l10n.t("Nothing takes the name away again"),
      });
      if (name === undefined) return;
      if (!(await store.rename(entry.id, name))) speaker.cannot(vscode.l10n.t("This run is no longer there."));
      tree.refresh();
    },
    async compare(row, rows) {
      const entries = several(row, rows);
      if (entries.length < 2) return speaker.cannot(CHOOSE_RUNS);
      const runs = await found(entries.map(({ id }) => id));
      if (runs.length > 1) await display(runs);
    },
    async compareSpecs(row, rows) {
      const ids = isIds(row) ? row : several(row, rows).map(({ id }) => id);
      if (ids.length < 2) return speaker.cannot(CHOOSE_RUNS);
      const both = await found(ids.slice(0, 2));
      const [before, after] = [both.at(0), both.at(1)];
      if (before === undefined || after === undefined) return;
      if (!hasText(before) || !hasText(after)) return speaker.cannot(NO_TEXT);
      await documents.compare(before, after);
    },
    async remove(row, rows) {
      const entries = several(row, rows);
      if (entries.length === 0) return speaker.cannot(CHOOSE_ONE_RUN);
      const what = entries.length === 1 ? vscode.l10n.t("this run") : vscode.l10n.t("these {0} runs", entries.length);
      if (!(await speaker.confirms(vscode.l10n.t("Delete {0}?", what), DELETE_NOTE, vscode.l10n.t("Delete")))) return;
      await store.remove(entries.map(({ id }) => id));
      tree.refresh();
    },
    async exportRun(row) {
      const entry = one(row);
      if (entry === null) return speaker.cannot(CHOOSE_ONE_RUN);
      const content = await exported(store, entry);
      if (content === null) return speaker.cannot(vscode.l10n.t("This run is no longer there."));
      const target = await vscode.window.showSaveDialog({
        ...defaultPlace(entry),
        filters: { JSON: ["json"] },
      });
      if (target === undefined) return;
      try {
        await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
        speaker.done(vscode.l10n.t("Saved {0}", specName(target)));
      } catch (error) {
        speaker.cannot(vscode.l10n.t("The file could not be written ({0}). Choose another place.", String(error)));
      }
    },
    refresh: () => tree.refresh(),
    dispose: () => owned.dispose(),
  };
}

/** Its time first, so that names sort; the rest keeps two windows apart. */
function newId(at: number): string {
  return `${String(at).padStart(15, "0")}-${crypto.randomUUID().slice(0, 8)}`;
}

async function headingOf(run: EndedRun, store: RunStore, storedBy: string): Promise<RunHeading> {
  const { task, uri, documentVersion, text, result } = run;
  const title = text === null ? titleOf(run) : titleIn(text);
  return {
    task,
    at: Date.now(),
    title: title ?? specName(vscode.Uri.parse(uri)),
    name: null,
    spec: uri,
    documentVersion,
    changed: text === null ? null : await changedSince(store, uri, text),
    outcome: outcomeOf(result),
    protocol: PROTOCOL_VERSION,
    storedBy,
  };
}

function titleOf({ result }: EndedRun): string | null {
  return result.kind === "report" ? result.report.spec.title : result.kind === "sweep" ? result.sweep.title : null;
}

/** Of the newest run of the same spec whose text is known. */
async function changedSince(store: RunStore, uri: string, text: string): Promise<string | null> {
  for (const entry of await store.list()) {
    if (entry.kind === "unreadable" || entry.heading.spec !== uri) continue;
    const before = await store.find(entry.id);
    if (before.kind === "run" && before.run.text !== null) return changesText(before.run.text, text);
  }
  return null;
}

/** A run for other programs; of what cannot be read the file as it is. */
async function exported(store: RunStore, { id }: RunEntry): Promise<string | null> {
  const found = await store.find(id);
  return found.kind === "run" ? `${JSON.stringify(found.run, null, 2)}\n` : store.raw(id);
}

function defaultPlace(entry: RunEntry): { defaultUri?: vscode.Uri } {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = entry.kind === "run" ? runLabel(entry.heading) : entry.id;
  const file = `${fileNameOf(name)}.run.json`;
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, file) };
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function hasText(run: Run): run is Run & { readonly text: string } {
  return run.text !== null;
}
