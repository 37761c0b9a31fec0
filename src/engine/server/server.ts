/**
 * The language server, the same on every machine: documents in, problems and analysis updates out.
 *
 * Invariant: no document and no request can end it. Handlers are guarded; what they throw is logged.
 */
import {
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type Disposable,
  type InitializeResult,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { TASK_UPDATE, type TaskUpdate } from "../protocol/messages";
import { toDiagnostic } from "./diagnostics";
import { FEATURES } from "./features";
import type { FeatureContext, Guard } from "./features/feature";
import type { ServerHost } from "./host";
import { createJsonSpecs } from "./json-specs";
import { createRefresher } from "./refresh";
import { createScheduler } from "./scheduler/scheduler";
import { createSessions } from "./sessions";
import { DEFAULT_SETTINGS, readClientOptions, readSettings, type Settings } from "./settings";
import { answerTaskRequests } from "./task-requests";
import { createTaskRunner, type RequestPlace } from "./task-runner";
import { partOf } from "./tasks";
import { NO_PLAN } from "./tasks/part";
import { watchWorkspaceFolders } from "./workspace-folders";

/** Starts serving on this connection; dispose it to end its threads and listeners. */
export function runServer(connection: Connection, host: ServerHost): Disposable {
  let options = readClientOptions(undefined);
  let settings: Settings = DEFAULT_SETTINGS;
  let client: ClientCapabilities = {};

  const guard: Guard = async (what, fallback, run) => {
    try {
      return await run();
    } catch (error) {
      connection.console.error(`${what}: ${explain(error)}`);
      return fallback;
    }
  };

  const refresh = createRefresher(connection, host.after, () => ({
    lenses: options.commands && client.workspace?.codeLens?.refreshSupport === true,
    hints: client.workspace?.inlayHint?.refreshSupport === true,
  }));
  /** What stands in the text beside the user's own. */
  const refreshText = (): void => {
    refresh.lenses();
    if (settings.inlayHints) refresh.hints();
  };

  const documents = new TextDocuments(TextDocument);
  const folders = watchWorkspaceFolders(connection);
  const log = (line: string): void => connection.console.warn(line);
  const scheduler = createScheduler({ ...host, log, planOf: (task, text) => partOf(task).plan?.(text) ?? NO_PLAN });
  const tell = (update: TaskUpdate): void => void connection.sendNotification(TASK_UPDATE, update);
  const sessions = createSessions({
    ...host,
    scheduler,
    settings: () => settings,
    publish: (uri, version, problems) =>
      void connection.sendDiagnostics({
        uri,
        version,
        diagnostics: problems.map((problem) => toDiagnostic(problem, uri, options, client)),
      }),
    clear: (uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }),
    tell: (uri, documentVersion, state) => {
      tell({ task: "analyze", uri, documentVersion, state });
      if (state.kind === "running" ? state.partial !== null : state.kind !== "stale" && state.kind !== "invalid")
        refreshText();
    },
  });
  const tasks = createTaskRunner({
    scheduler,
    sessions,
    now: host.now,
    tell: ({ task, uri, version }, state) => {
      tell({ task, uri, documentVersion: version, state } as TaskUpdate);
      if (state.kind !== "running") refreshText();
    },
  });
  const placeOf = (document: TextDocument): RequestPlace => {
    const { uri, version } = document;
    const folder = folders.folderOf(uri);
    return {
      uri,
      version,
      text: document.getText(),
      path: host.pathOf(uri),
      folder: folder === null ? null : host.pathOf(folder),
    };
  };
  const context: FeatureContext = {
    documents,
    sessions,
    tasks,
    placeOf,
    json: createJsonSpecs(sessions),
    options: () => options,
    settings: () => settings,
    client: () => client,
    guard,
  };

  const owned: Disposable[] = [
    connection.onInitialize((params): InitializeResult => {
      const { initializationOptions, capabilities } = params;
      folders.begin(params);
      options = readClientOptions(initializationOptions);
      client = capabilities;
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
      const before = settings.inlayHints;
      settings = readSettings(change.settings);
      if (settings.inlayHints !== before) refresh.hints();
    }),
    ...answerTaskRequests(connection, { documents, sessions, tasks, placeOf, guard, begun: refreshText }),
    documents.onDidChangeContent(({ document }) => void guard("change", undefined, () => sessions.changed(document))),
    documents.onDidClose(
      ({ document: { uri } }) => void guard("close", undefined, () => (tasks.closed(uri), sessions.closed(uri))),
    ),
    documents.listen(connection),
    ...FEATURES.flatMap((feature) => feature.register(connection, context)),
    refresh,
    { dispose: () => sessions.dispose() },
    { dispose: () => scheduler.dispose() },
  ];
  const dispose = (): void => owned.splice(0).forEach((one) => one.dispose());
  owned.push(
    connection.onShutdown(() => {
      refresh.dispose();
      sessions.dispose();
      scheduler.dispose();
    }),
  );
  connection.listen();
  return { dispose };
}

export function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
