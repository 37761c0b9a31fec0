/**
 * The panel: one page beside the editor, showing one spec. It follows the active spec unless pinned, stays where it was
 * put, and never takes the focus.
 */
import * as vscode from "vscode";
import { PROTOCOL_VERSION, type ToPage } from "../../engine/protocol/messages";
import { runLabel, type RunsView } from "../../engine/protocol/runs";
import type { TaskName } from "../../engine/protocol/tasks";
import type { Engine } from "../engine/supervisor";
import { activeSpec, isSpec, openSpec, specName } from "../specs";
import { staleAgainst, type TaskStore } from "../tasks/store";
import type { Action } from "./actions";
import { layerAt } from "./cursor";
import type { Intro } from "./intro";
import { readFromPage } from "./messages";
import { createPace } from "./pace";
import { mountPage } from "./page";
import { panelView } from "./view";

type ShownRuns = Omit<RunsView, "digits" | "protocol">;

export const PANEL_TYPE = "intrinsic.panel";

export interface PanelHost extends vscode.Disposable {
  /** Opens the panel beside, or brings it to the front where it is; with a uri it shows that spec. */
  show(uri: string | null): void;
  /** Brings what a task finds about this spec into view: the user has just begun it. */
  showTask(task: TaskName, uri: string): void;
  /** Takes over a panel that VS Code has brought back after a reload. */
  restore(panel: vscode.WebviewPanel, uri: string | null, pinned: boolean): void;
  /** Shows kept runs, opening the panel if need be, until the user leaves them or asks for something of a spec. */
  showRuns(runs: ShownRuns): void;
  /** From kept runs back to the spec. */
  leaveRuns(): void;
  setPinned(pinned: boolean): void;
  pinned(): boolean;
  /** The spec the panel shows; `null` when it shows none or is not open. */
  spec(): string | null;
  /** The user has read what the bases mean. */
  introRead(): void;
}

export function createPanelHost(
  extensionUri: vscode.Uri,
  store: TaskStore,
  engine: Engine,
  intro: Intro,
  onAction: (action: Action, spec: string | null) => void,
): PanelHost {
  let panel: vscode.WebviewPanel | null = null;
  let shown: string | null = null;
  let pinned = false;
  let unreadable: string | null = null;
  let highlighted: string | null = null;
  /** Kept runs stand in the spec's place. */
  let runs: ShownRuns | null = null;
  /** The page has said that it listens; a hidden one has gone. */
  let listening = false;
  /** What is to be brought into view once the page listens. */
  let awaited: { readonly task: TaskName; readonly uri: string } | null = null;

  const post = (message: ToPage): PromiseLike<boolean> => panel?.webview.postMessage(message) ?? Promise.resolve(false);

  const showNewest = (): PromiseLike<boolean> => {
    if (panel === null) return Promise.resolve(false);
    const digits = vscode.workspace.getConfiguration("intrinsic").get("panel.digits", 3);
    if (runs !== null) {
      panel.title = runsTitle(runs);
      const view = { ...runs, digits, protocol: PROTOCOL_VERSION };
      return panel.visible ? post({ type: "showRuns", view }) : Promise.resolve(false);
    }
    const spec = shown === null ? null : { uri: shown, name: specName(vscode.Uri.parse(shown)) };
    panel.title =
      spec === null ? "Intrinsic" : `${spec.name} (${pinned ? vscode.l10n.t("Intrinsic, pinned") : "Intrinsic"})`;
    const view = panelView({
      spec,
      pinned,
      unreadable,
      tasks: shown === null ? {} : store.of(shown),
      documentVersion: (shown === null ? null : openSpec(shown))?.version ?? null,
      engine: engine.state(),
      digits,
      intro: intro.showing(),
    });
    if (panel.visible) intro.shown();
    return panel.visible ? post({ type: "show", view }) : Promise.resolve(false);
  };

  const pace = createPace(showNewest, later);
  const refresh = (): void => pace.request();

  const showAwaited = (): void => {
    if (!listening || awaited === null) return;
    if (awaited.uri === shown) void post({ type: "showTask", task: awaited.task });
    awaited = null;
  };

  const display = (uri: string | null): void => {
    if (uri !== shown) {
      unreadable = null;
      highlighted = null;
    }
    shown = uri;
    runs = null;
    refresh();
  };

  const highlight = (editor: vscode.TextEditor): void => {
    const { document, selection } = editor;
    const status = shown === null ? undefined : store.get("analyze", shown);
    if (runs !== null || document.uri.toString() !== shown || status === undefined) return;
    const fresh = status.last !== null && !staleAgainst(status, document.version) ? status.last : null;
    const layer = fresh === null ? null : layerAt(fresh.report, selection.active);
    if (layer === highlighted) return;
    highlighted = layer;
    void post({ type: "highlight", layer });
  };

  /** The server only knows open documents: open the shown one, without an editor if need be. */
  const openShown = async (): Promise<void> => {
    const uri = shown;
    if (uri === null || openSpec(uri) !== null) return;
    try {
      await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    } catch (error) {
      if (shown === uri) unreadable = error instanceof Error ? error.message : String(error);
    }
    refresh();
  };

  const adopt = (next: vscode.WebviewPanel): void => {
    panel = next;
    listening = false;
    mountPage(next, extensionUri);
    next.webview.onDidReceiveMessage((value: unknown) => {
      const message = readFromPage(value);
      if (message === null) return;
      if (message.type === "ready") {
        highlighted = null;
        listening = true;
        pace.restart();
        showAwaited();
      } else onAction(message, runs === null ? shown : null);
    });
    next.onDidChangeViewState(() => {
      if (panel === next && !next.visible) listening = false;
    });
    next.onDidDispose(() => {
      if (panel !== next) return;
      intro.read();
      panel = null;
      shown = null;
      runs = null;
      pinned = false;
    });
  };

  const listeners = vscode.Disposable.from(
    store.onChange((uri) => runs === null && uri === shown && refresh()),
    engine.onState(refresh),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("intrinsic.panel") && refresh()),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (panel === null || pinned || runs !== null || editor === undefined || !isSpec(editor.document)) return;
      display(editor.document.uri.toString());
      highlight(editor);
    }),
    vscode.window.onDidChangeTextEditorSelection((change) => highlight(change.textEditor)),
  );

  const bringUp = (): void => {
    if (panel === null) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      adopt(vscode.window.createWebviewPanel(PANEL_TYPE, "Intrinsic", place, { enableScripts: true }));
      shown = activeSpec()?.uri.toString() ?? null;
    } else if (!panel.visible) panel.reveal(undefined, true);
  };

  return {
    show(uri) {
      bringUp();
      display(uri ?? shown);
      void openShown();
    },
    showRuns(next) {
      bringUp();
      runs = next;
      refresh();
    },
    leaveRuns() {
      display(shown);
      void openShown();
    },
    showTask(task, uri) {
      awaited = { task, uri };
      showAwaited();
    },
    restore(restored, uri, wasPinned) {
      panel?.dispose();
      pinned = wasPinned;
      shown = uri;
      adopt(restored);
      display(pinned ? uri : (activeSpec()?.uri.toString() ?? uri));
      void openShown();
    },
    setPinned(next) {
      pinned = next;
      const active = activeSpec();
      display(!pinned && active !== null ? active.uri.toString() : shown);
    },
    introRead() {
      intro.read();
      refresh();
    },
    pinned: () => pinned,
    spec: () => (panel === null ? null : shown),
    dispose() {
      listeners.dispose();
      panel?.dispose();
    },
  };
}

function runsTitle({ runs }: ShownRuns): string {
  const first = runs.at(0);
  return first === undefined || runs.length > 1
    ? vscode.l10n.t("{0} runs (Intrinsic, compared)", runs.length)
    : vscode.l10n.t("{0} (Intrinsic, kept run)", runLabel(first.heading));
}

function later(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}
