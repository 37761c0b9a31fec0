/** Entry of the extension: makes the parts, ties them together, owns them. Nothing is waited for. */
import * as vscode from "vscode";
import { createAnalysisStore } from "./analysis-store";
import { registerCommands } from "./commands";
import { createTellings } from "./engine/tell";
import { createEngine } from "./engine/supervisor";
import { createListings } from "./laws/listings";
import { act } from "./panel/actions";
import { createPanelHost, type PanelHost } from "./panel/host";
import { restorePanels } from "./panel/serializer";
import { showSimulationStatus } from "./simulation/status";
import { runName } from "./simulation/run-name";
import { createSimulationStore } from "./simulation/store";
import { createSpeaker } from "./speak";
import { isSpec, openSpec } from "./specs";
import { showSweepStatus } from "./sweep/status";
import { createSweepStore } from "./sweep/store";
import { showStatus } from "./status";
import { ENGINE_IS_DOWN } from "./engine/words";

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const speaker = createSpeaker();
  const store = createAnalysisStore();
  const simulations = createSimulationStore();
  const sweeps = createSweepStore();
  const tellings = createTellings(speaker);
  const engine = createEngine(extensionUri, speaker, tellings);

  const listings = createListings();

  /** The engine knows open documents only: opens this one, without an editor if need be. */
  const open = async (uri: string): Promise<boolean> => {
    try {
      await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      return true;
    } catch (error) {
      speaker.cannot(`The spec cannot be opened (${String(error)}).`);
      return false;
    }
  };
  const analyze = async (uri: string): Promise<void> => {
    if (await open(uri)) await engine.analyze(uri);
  };
  const begin = async (uri: string, run: (uri: string) => Promise<boolean>): Promise<void> => {
    if (!(await open(uri)) || (await run(uri))) return;
    speaker.cannot(ENGINE_IS_DOWN);
  };
  const simulate = (uri: string): Promise<void> => {
    panel.showRun(uri);
    return begin(uri, engine.simulate);
  };
  const sweep = (uri: string): Promise<void> => begin(uri, engine.sweep);
  const keepRun = (uri: string): void => {
    const run = simulations.get(uri);
    if (run === undefined) return;
    const last = store.get(uri)?.last ?? null;
    const report =
      run.state.kind === "done" ? run.state.report : last?.documentVersion === run.version ? last.report : null;
    const document = openSpec(uri);
    simulations.keep(
      uri,
      runName(run.version, report, document?.version === run.version && !run.closed ? document.getText() : null),
    );
  };

  const panel: PanelHost = createPanelHost(extensionUri, store, simulations, sweeps, engine, (action, spec) => {
    const context = {
      extensionUri,
      engine,
      speaker,
      analyze,
      simulate,
      sweep,
      keepRun,
      dropRun: simulations.release,
      setPinned: (next: boolean) => panel.setPinned(next),
    };
    act(context, action, spec).catch((error: unknown) => speaker.log.error(`${action.type}: ${String(error)}`));
  });

  subscriptions.push(
    speaker,
    engine,
    engine.onUpdate((update) => openSpec(update.uri) !== null && store.update(update)),
    engine.onSweep((update) => openSpec(update.uri) !== null && sweeps.update(update)),
    engine.onSimulation((update) => openSpec(update.uri) !== null && simulations.update(update)),
    engine.onState((state) => {
      if (state.kind === "running") return;
      const reason = state.kind === "starting" ? "it was restarted" : state.reason;
      simulations.engineLost(reason);
      sweeps.engineLost(reason);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isSpec(document)) store.edited(document.uri.toString(), document.version);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      store.closed(uri.toString());
      simulations.closed(uri.toString());
      sweeps.closed(uri.toString());
    }),
    listings,
    panel,
    restorePanels(panel),
    showStatus(store, engine),
    showSimulationStatus(simulations),
    showSweepStatus(sweeps),
    tellings,
    registerCommands({ extensionUri, engine, panel, speaker, listings, analyze, simulate, sweep }),
  );
}
