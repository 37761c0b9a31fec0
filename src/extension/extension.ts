/** Entry of the extension: makes the parts, ties them together, owns them. Nothing is waited for. */
import * as vscode from "vscode";
import { createAnalysisStore } from "./analysis-store";
import { registerCommands } from "./commands";
import { createTellings } from "./cures/tell";
import { createEngine } from "./engine/supervisor";
import { createListings } from "./laws/listings";
import { act } from "./panel/actions";
import { createPanelHost, type PanelHost } from "./panel/host";
import { restorePanels } from "./panel/serializer";
import { createSpeaker } from "./speak";
import { isSpec, openSpec } from "./specs";
import { showStatus } from "./status";

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const speaker = createSpeaker();
  const store = createAnalysisStore();
  const tellings = createTellings(speaker);
  const engine = createEngine(extensionUri, speaker, tellings);

  const listings = createListings();

  const analyze = async (uri: string): Promise<void> => {
    try {
      await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    } catch (error) {
      return speaker.cannot(`The spec cannot be opened (${String(error)}).`);
    }
    await engine.analyze(uri);
  };

  const panel: PanelHost = createPanelHost(extensionUri, store, engine, (action, spec) => {
    const context = { extensionUri, engine, speaker, analyze, setPinned: (next: boolean) => panel.setPinned(next) };
    act(context, action, spec).catch((error: unknown) => speaker.log.error(`${action.type}: ${String(error)}`));
  });

  subscriptions.push(
    speaker,
    engine,
    engine.onUpdate((update) => openSpec(update.uri) !== null && store.update(update)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isSpec(document)) store.edited(document.uri.toString(), document.version);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => store.closed(document.uri.toString())),
    listings,
    panel,
    restorePanels(panel),
    showStatus(store, engine),
    tellings,
    registerCommands({ extensionUri, engine, panel, speaker, listings, analyze }),
  );
}
