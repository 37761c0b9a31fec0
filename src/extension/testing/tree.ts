/**
 * The tree of the Test Explorer: a spec with expectations, and below it each of them, with their places. The specs of the
 * workspace are found once someone looks; those that are open are there at once. Nothing is analysed for it.
 */
import * as vscode from "vscode";
import type { ExpectationList } from "../../engine/report/check";
import type { Engine } from "../engine/supervisor";
import { isSpec, toRange } from "../specs";
import { inTurns } from "./selection";
import { textOf } from "./texts";

export interface TestTree extends vscode.Disposable {
  /** Finds the specs of the workspace, and from then on hears of new ones. */
  discover(): Promise<void>;
  /** Finds them if nobody has looked yet. */
  ready(): Promise<void>;
  /** Reads this spec anew. */
  sync(uri: vscode.Uri): Promise<void>;
}

const SPECS = "**/*.intrinsic.json";
/** Beyond that many a workspace is no place to look through for tests. */
const MOST_SPECS = 2000;
/** Files that are read at the same time. */
const AT_ONCE = 4;
/** After the last keystroke. */
const PAUSE_MS = 400;
const LONGEST_VALUE = 60;

export function createTree(controller: vscode.TestController, engine: Pick<Engine, "expectations">): TestTree {
  const ending = new vscode.CancellationTokenSource();
  const owned: vscode.Disposable[] = [];
  const turns = new Map<string, number>();
  const pauses = new Map<string, NodeJS.Timeout>();
  let found: Promise<void> | null = null;

  const sync = async (uri: vscode.Uri): Promise<void> => {
    const id = uri.toString();
    const turn = (turns.get(id) ?? 0) + 1;
    turns.set(id, turn);
    const list = await textOf(uri).then(
      (text) => engine.expectations(text, ending.token),
      () => GONE,
    );
    // A newer text is on its way, or the engine is down and what is shown stays.
    if (turns.get(id) !== turn || list === null || ending.token.isCancellationRequested) return;
    show(controller, uri, list);
  };

  const later = (uri: vscode.Uri): void => {
    const id = uri.toString();
    clearTimeout(pauses.get(id));
    pauses.set(
      id,
      setTimeout(() => {
        pauses.delete(id);
        void sync(uri);
      }, PAUSE_MS),
    );
  };

  const watch = (): void => {
    const watcher = vscode.workspace.createFileSystemWatcher(SPECS);
    owned.push(
      watcher,
      watcher.onDidCreate(later),
      watcher.onDidChange(later),
      watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    );
  };

  const discover = (): Promise<void> => {
    if (found === null) watch();
    found = (async () => {
      const files = await vscode.workspace.findFiles(SPECS, undefined, MOST_SPECS, ending.token);
      await inTurns(files, AT_ONCE, sync);
    })();
    return found;
  };

  const opened = (document: vscode.TextDocument): void => {
    if (isSpec(document)) void sync(document.uri);
  };
  owned.push(
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isSpec(document) || contentChanges.length === 0) return;
      const item = controller.items.get(document.uri.toString());
      if (item !== undefined) controller.invalidateTestResults(item);
      later(document.uri);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isSpec(document)) later(document.uri);
    }),
  );
  vscode.workspace.textDocuments.forEach(opened);

  return {
    discover,
    ready: () => found ?? discover(),
    sync,
    dispose() {
      ending.cancel();
      ending.dispose();
      for (const pause of pauses.values()) clearTimeout(pause);
      vscode.Disposable.from(...owned).dispose();
    },
  };
}

/** A file that is not there expects nothing. */
const GONE: ExpectationList = { title: null, section: null, entries: [] };

/** All in the label: a screen reader is told an item's description in its place. */
function nameOf(uri: vscode.Uri, title: string | null): string {
  const path = vscode.workspace.asRelativePath(uri);
  return title === null ? path : `${path} · ${title}`;
}

/** Items that stay are changed, not made anew: so their results stay too. */
function show(controller: vscode.TestController, uri: vscode.Uri, { title, section, entries }: ExpectationList): void {
  const id = uri.toString();
  if (entries.length === 0) return controller.items.delete(id);
  const spec = controller.items.get(id) ?? controller.createTestItem(id, id, uri);
  spec.label = nameOf(uri, title);
  spec.range = section === null ? undefined : toRange(section);
  const before = spec.children;
  spec.children.replace(
    entries.map(({ name, range, value }, index) => {
      const item = before.get(name) ?? controller.createTestItem(name, name, uri);
      item.label = value.length > LONGEST_VALUE ? name : `${name}: ${value}`;
      item.range = toRange(range);
      item.sortText = String(index).padStart(4, "0");
      return item;
    }),
  );
  if (controller.items.get(id) === undefined) controller.items.add(spec);
}
