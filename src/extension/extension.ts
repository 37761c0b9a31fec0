/** Entry of the extension: makes the parts, ties them together, owns them. Nothing is waited for. */
import "./language";
import * as vscode from "vscode";
import type { TaskName } from "../engine/protocol/tasks";
import { registerCommands } from "./commands";
import { createTellings } from "./engine/tell";
import { createEngine } from "./engine/supervisor";
import { createListings } from "./laws/listings";
import { act } from "./panel/actions";
import { createPanelHost, type PanelHost } from "./panel/host";
import { createIntro } from "./panel/intro";
import { restorePanels } from "./panel/serializer";
import { createRuns, type Runs } from "./runs/runs";
import { createSpeaker } from "./speak";
import { isSpec, openSpec } from "./specs";
import { showStatus } from "./status";
import { keepContextKeys } from "./tasks/context-keys";
import { runName } from "./tasks/run-name";
import { showTaskStatus } from "./tasks/status";
import { createTaskStore } from "./tasks/store";
import { createTesting } from "./testing/controller";
import { ENGINE_IS_DOWN } from "./engine/words";

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri, extension, globalState, storageUri, subscriptions } = context;
  const speaker = createSpeaker();
  const store = createTaskStore(() => Date.now());
  const tellings = createTellings(speaker);
  const engine = createEngine(extensionUri, speaker, tellings);

  const listings = createListings();

  /** The engine knows open documents only: opens this one, without an editor if need be. */
  const open = async (uri: string): Promise<boolean> => {
    try {
      await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      return true;
    } catch (error) {
      speaker.cannot(vscode.l10n.t("The spec cannot be opened ({0}).", String(error)));
      return false;
    }
  };
  const start = async (task: TaskName, uri: string, asked?: unknown): Promise<void> => {
    panel.showTask(task, uri);
    if (!(await open(uri))) return;
    runs.asked(task, uri);
    if (await engine.start(task, uri, asked)) return;
    speaker.cannot(ENGINE_IS_DOWN);
  };
  const keepRun = (uri: string): void => {
    const run = store.get("simulate", uri);
    if (run === undefined) return;
    const last = store.get("analyze", uri)?.last ?? null;
    const report =
      run.state.kind === "done" ? run.state.result : last?.documentVersion === run.version ? last.report : null;
    const document = openSpec(uri);
    store.keep(
      uri,
      runName(run.version, report, document?.version === run.version && !run.closed ? document.getText() : null),
    );
  };

  const panel: PanelHost = createPanelHost(extensionUri, store, engine, createIntro(globalState), (action, spec) => {
    const context = {
      extensionUri,
      engine,
      speaker,
      store,
      start,
      keepRun,
      dropRun: store.release,
      setPinned: (next: boolean) => panel.setPinned(next),
      introRead: () => panel.introRead(),
      leaveRuns: () => panel.leaveRuns(),
      compareSpecs: (ids: readonly string[]) => runs.compareSpecs(ids, null),
    };
    act(context, action, spec).catch((error: unknown) => speaker.log.error(`${action.type}: ${String(error)}`));
  });

  const { version: extensionVersion } = extension.packageJSON as { readonly version: string };
  const runs: Runs = createRuns({ storageUri, extensionVersion, engine, speaker, show: panel.showRuns });

  subscriptions.push(
    speaker,
    engine,
    engine.onUpdate((update) => openSpec(update.uri) !== null && store.update(update)),
    engine.onState((state) => {
      if (state.kind === "running") return;
      store.engineLost(state.kind === "starting" ? vscode.l10n.t("it was restarted") : state.reason);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isSpec(document)) store.edited(document.uri.toString(), document.version);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => store.closed(uri.toString())),
    listings,
    panel,
    runs,
    restorePanels(panel, runs.reopen),
    showStatus(store, engine),
    showTaskStatus(store),
    keepContextKeys(store, panel.spec),
    tellings,
    createTesting(engine),
    registerCommands({ extensionUri, engine, panel, speaker, listings, store, runs, start }),
  );
}
