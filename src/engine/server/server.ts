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
  SIMULATION_UPDATE,
  type AnalysisUpdate,
  type AnalyzeParams,
  SWEEP_UPDATE,
  type SimulationUpdate,
  type SweepUpdate,
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
import { answerSimulationRequests } from "./simulation-requests";
import { createSimulations } from "./simulations";
import { createSweeps } from "./sweeps";
import { watchWorkspaceFolders } from "./workspace-folders";

/** Starts serving on this connection; dispose it to end its threads and listeners. */
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

  const refreshLenses = (): void => {
    if (canRefreshLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  };

  const documents = new TextDocuments(TextDocument);
  const folders = watchWorkspaceFolders(connection);
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
      if (state.kind === "done" || state.kind === "failed" || state.kind === "cancelled") refreshLenses();
    },
  });
  const simulations = createSimulations({
    ...host,
    log: (line) => connection.console.warn(line),
    result: ({ uri, version }, result) => {
      sessions.simulated(uri, version, result);
      if (result === null) refreshLenses(); // it has begun
    },
    tell: ({ uri, version }, state) => {
      void connection.sendNotification(SIMULATION_UPDATE, {
        uri,
        documentVersion: version,
        state,
      } satisfies SimulationUpdate);
      if (state.kind !== "running") refreshLenses();
    },
  });
  const sweeps = createSweeps({
    ...host,
    log: (line) => connection.console.warn(line),
    tell: ({ uri, version }, state) => {
      void connection.sendNotification(SWEEP_UPDATE, { uri, documentVersion: version, state } satisfies SweepUpdate);
      // Its lens turns when it begins and when it ends.
      if (state.kind !== "running" || state.result === null) refreshLenses();
    },
  });
  const cures = createCures({ startWorker: host.startWorker, log: (line) => connection.console.warn(line) });
  const context: FeatureContext = {
    documents,
    sessions,
    simulations,
    sweeps,
    json: createJsonSpecs(sessions),
    options: () => options,
    client: () => client,
    cures,
    pathOf: host.pathOf,
    guard,
  };

  const lawRequests = answerLawRequests(connection, documents, host, guard);
  const owned: Disposable[] = [
    connection.onInitialize((params): InitializeResult => {
      const { initializationOptions, capabilities } = params;
      folders.begin(params);
      options = readClientOptions(initializationOptions);
      client = capabilities;
      canRefreshLenses = options.commands && capabilities.workspace?.codeLens?.refreshSupport === true;
      return {
        capabilities: Object.assign(
          {
            textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
            workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
          },
          ...FEATURES.map((feature) => feature.capabilities),
        ),
        serverInfo: { name: "intrinsic" },
      };
    }),
    connection.onDidChangeConfiguration((change) => {
      settings = readSettings(change.settings);
    }),
    connection.onRequest(ANALYZE_NOW, (params: AnalyzeParams) =>
      guard(
        "analyze",
        null,
        () => (sessions.analyzeNow(params.uri, params.effort === "patient" ? "patient" : "typing"), null),
      ),
    ),
    connection.onRequest(CANCEL_ANALYSIS, (params: AnalyzeParams) =>
      guard("cancel", null, () => (sessions.cancel(params.uri), null)),
    ),
    lawRequests,
    answerCureRequests(connection, documents, cures, host, guard),
    ...answerSimulationRequests(connection, documents, simulations, sweeps, folders, host, guard),
    { dispose: () => simulations.dispose() },
    { dispose: () => sweeps.dispose() },
    { dispose: () => cures.dispose() },
    documents.onDidChangeContent(({ document }) => void guard("change", undefined, () => sessions.changed(document))),
    documents.onDidClose(
      ({ document: { uri } }) =>
        void guard("close", undefined, () => (simulations.closed(uri), sweeps.closed(uri), sessions.closed(uri))),
    ),
    documents.listen(connection),
    ...FEATURES.flatMap((feature) => feature.register(connection, context)),
    { dispose: () => sessions.dispose() },
  ];
  const dispose = (): void => owned.splice(0).forEach((one) => one.dispose());
  owned.push(
    connection.onShutdown(() => {
      sessions.dispose();
      simulations.dispose();
      sweeps.dispose();
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
