/**
 * The language server, the same on every machine: documents in, problems and analysis updates out.
 *
 * Invariant: no document and no request can end it. Handlers are guarded; what they throw is logged.
 */
import {
  CodeLensRefreshRequest,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type Disposable,
  type InitializeResult,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  ANALYSIS_UPDATE,
  ANALYZE_NOW,
  CANCEL_ANALYSIS,
  type AnalysisUpdate,
  type AnalyzeParams,
} from "../protocol/messages";
import { answerCureRequests } from "./cure-requests";
import { createCures } from "./cures";
import { toDiagnostic } from "./diagnostics";
import { FEATURES } from "./features";
import type { FeatureContext, Guard } from "./features/feature";
import type { ServerHost } from "./host";
import { createJsonSpecs } from "./json-specs";
import { answerLawRequests } from "./law-requests";
import { createSessions } from "./sessions";
import { DEFAULT_SETTINGS, readClientOptions, readSettings, type Settings } from "./settings";

/** Starts serving on this connection; dispose it to end its analysis thread and listeners. */
export function runServer(connection: Connection, host: ServerHost): Disposable {
  let options = readClientOptions(undefined);
  let settings: Settings = DEFAULT_SETTINGS;
  let canRefreshLenses = false;
  let client: ClientCapabilities = {};

  const guard: Guard = async (what, fallback, run) => {
    try {
      return await run();
    } catch (error) {
      connection.console.error(`${what}: ${explain(error)}`);
      return fallback;
    }
  };

  const documents = new TextDocuments(TextDocument);
  const sessions = createSessions({
    ...host,
    settings: () => settings,
    log: (line) => connection.console.warn(line),
    publish: (uri, version, problems) =>
      void connection.sendDiagnostics({
        uri,
        version,
        diagnostics: problems.map((p) => toDiagnostic(p, options.docs)),
      }),
    clear: (uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }),
    tell: (uri, documentVersion, state) => {
      void connection.sendNotification(ANALYSIS_UPDATE, { uri, documentVersion, state } satisfies AnalysisUpdate);
      if (canRefreshLenses && (state.kind === "done" || state.kind === "failed" || state.kind === "cancelled"))
        connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    },
  });
  const cures = createCures({ startWorker: host.startWorker, log: (line) => connection.console.warn(line) });
  const context: FeatureContext = {
    documents,
    sessions,
    json: createJsonSpecs(sessions),
    options: () => options,
    client: () => client,
    cures,
    pathOf: host.pathOf,
    guard,
  };

  const lawRequests = answerLawRequests(connection, documents, host, guard);
  const owned: Disposable[] = [
    connection.onInitialize(({ initializationOptions, capabilities }): InitializeResult => {
      options = readClientOptions(initializationOptions);
      client = capabilities;
      canRefreshLenses = options.commands && capabilities.workspace?.codeLens?.refreshSupport === true;
      return {
        capabilities: Object.assign(
          { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental } },
          ...FEATURES.map((feature) => feature.capabilities),
        ),
        serverInfo: { name: "intrinsic" },
      };
    }),
    connection.onDidChangeConfiguration((change) => {
      settings = readSettings(change.settings);
    }),
    connection.onRequest(ANALYZE_NOW, (params: AnalyzeParams) =>
      guard("analyze", null, () => (sessions.analyzeNow(params.uri, params.effort === "patient" ? "patient" : "typing"), null)),
    ),
    connection.onRequest(CANCEL_ANALYSIS, (params: AnalyzeParams) =>
      guard("cancel", null, () => (sessions.cancel(params.uri), null)),
    ),
    lawRequests,
    answerCureRequests(connection, documents, cures, host, guard),
    { dispose: () => cures.dispose() },
    documents.onDidChangeContent(({ document }) => void guard("change", undefined, () => sessions.changed(document))),
    documents.onDidClose(({ document }) => void guard("close", undefined, () => sessions.closed(document.uri))),
    documents.listen(connection),
    ...FEATURES.flatMap((feature) => feature.register(connection, context)),
    { dispose: () => sessions.dispose() },
  ];
  const dispose = (): void => owned.splice(0).forEach((one) => one.dispose());
  owned.push(
    connection.onShutdown(() => {
      sessions.dispose();
      lawRequests.dispose();
      cures.dispose();
    }),
  );
  connection.listen();
  return { dispose };
}

export function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
