/** The view "Runs": a row for each kept run, the newest first, read when the view is seen and not before. */
import * as vscode from "vscode";
import { runLabel, type RunTask } from "../../engine/protocol/runs";
import type { RunEntry, RunStore } from "./store";
import { descriptionOf, detailsOf } from "./words";

const VIEW = "intrinsic.runs";

const ICONS: Readonly<Record<RunTask, string>> = {
  analyze: "beaker",
  simulate: "graph-line",
  sweep: "graph-scatter",
  "list-laws": "list-ordered",
};

export interface RunTree extends vscode.Disposable {
  /** Something was kept, renamed or deleted. */
  refresh(): void;
  /** The rows that are selected. */
  selected(): readonly RunEntry[];
  /** A sentence above the rows; `null`: none. */
  say(message: string | null): void;
}

export function createRunTree(store: RunStore): RunTree {
  const changes = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<RunEntry>(VIEW, {
    canSelectMany: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: async (parent) => (parent === undefined ? [...(await store.list())] : []),
      getTreeItem: rowOf,
      resolveTreeItem: async (item, entry) => {
        item.tooltip = await tooltipOf(entry);
        return item;
      },
    },
  });
  const owned = vscode.Disposable.from(
    view,
    changes,
    // Another window of this workspace keeps its runs in the same place: looked at when this one is looked at again.
    vscode.window.onDidChangeWindowState(({ focused }) => focused && view.visible && changes.fire()),
    view.onDidChangeVisibility(({ visible }) => visible && changes.fire()),
  );
  return {
    refresh: () => changes.fire(),
    selected: () => view.selection,
    say: (message) => void (view.message = message ?? ""),
    dispose: () => owned.dispose(),
  };
}

/** Whether an argument of a command is a row of the view. */
export function isEntry(value: unknown): value is RunEntry {
  return typeof value === "object" && value !== null && "id" in value && "kind" in value && "bytes" in value;
}

/** "27 Nov 2026, 08:31:07". */
export function whenOf(at: number): string {
  return new Date(at).toLocaleString(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" });
}

function rowOf(entry: RunEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(
    entry.kind === "run" ? runLabel(entry.heading) : vscode.l10n.t("Unreadable run {0}", entry.id),
  );
  item.id = entry.id;
  item.contextValue = entry.kind === "run" ? "run" : "unreadable";
  if (entry.kind === "unreadable") {
    item.description = entry.why;
    item.iconPath = new vscode.ThemeIcon("warning");
    item.tooltip = vscode.l10n.t("{0} The file is kept: export it or delete it.", entry.why);
    return item;
  }
  item.description = descriptionOf(entry.heading, timeOf(entry.heading.at));
  item.iconPath = new vscode.ThemeIcon(ICONS[entry.heading.task]);
  item.accessibilityInformation = {
    label: [runLabel(entry.heading), ...detailsOf(entry.heading, whenOf(entry.heading.at), false)].join(". "),
  };
  item.command = { command: "intrinsic.openRun", title: vscode.l10n.t("Open Run"), arguments: [entry] };
  return item;
}

async function tooltipOf(entry: RunEntry): Promise<string> {
  if (entry.kind === "unreadable") return entry.why;
  const { heading } = entry;
  return detailsOf(heading, whenOf(heading.at), !(await isThere(heading.spec))).join("\n");
}

async function isThere(spec: string): Promise<boolean> {
  const uri = vscode.Uri.parse(spec);
  if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) return true;
  if (uri.scheme === "untitled") return false;
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Of today the time alone. */
function timeOf(at: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString()
    ? date.toLocaleTimeString(vscode.env.language, { timeStyle: "short" })
    : date.toLocaleString(vscode.env.language, { dateStyle: "short", timeStyle: "short" });
}
