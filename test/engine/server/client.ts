/** A bare client of the real language server, which runs in a process of its own. */
import { fork } from "node:child_process";
import { once } from "node:events";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  type ClientCapabilities,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { TASK_UPDATE, type TaskUpdate } from "../../../src/engine/protocol/messages";
import type { AnalysisState, StateOf } from "../../../src/engine/protocol/tasks";
import { SERVER } from "../worker/programs";

export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Of analyses. */
  readonly updates: TaskUpdate<"analyze">[];
  readonly simulations: TaskUpdate<"simulate">[];
  readonly diagnostics: PublishDiagnosticsParams[];
  readonly log: string[];
  open(uri: string, text: string): Promise<void>;
  change(uri: string, version: number, text: string): Promise<void>;
  close(uri: string): Promise<void>;
  /** The first update about this version, seen or to come, whose state is of this kind and matches. */
  state<K extends AnalysisState["kind"]>(
    uri: string,
    version: number,
    kind: K,
    matches?: (state: Extract<AnalysisState, { kind: K }>) => boolean,
  ): Promise<Extract<AnalysisState, { kind: K }>>;
  /** The first update of a simulation of this document, seen or to come, that matches. */
  simulation(
    uri: string,
    matches: (state: StateOf<"simulate">, version: number) => boolean,
  ): Promise<TaskUpdate<"simulate">>;
  /** The first list of problems, seen or to come, that matches. */
  problems(matches: (published: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  end(): Promise<void>;
}

export async function startClient(
  initializationOptions: object,
  capabilities: ClientCapabilities = {},
  workspaceFolders: readonly string[] = [],
  file = SERVER,
): Promise<Client> {
  const child = fork(file, ["--node-ipc"], { silent: true, execArgv: [] });
  const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const updates: TaskUpdate<"analyze">[] = [];
  const simulations: TaskUpdate<"simulate">[] = [];
  const diagnostics: PublishDiagnosticsParams[] = [];
  const log: string[] = [];
  let waiting: (() => void)[] = [];
  const heard = (): void => waiting.splice(0).forEach((wake) => wake());
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((wake) => waiting.push(wake));
    }
  };
  connection.onNotification(TASK_UPDATE, (update: TaskUpdate) => {
    if (update.task === "analyze") updates.push(update);
    if (update.task === "simulate") simulations.push(update);
    heard();
  });
  connection.onNotification(PublishDiagnosticsNotification.type, (published) => (diagnostics.push(published), heard()));
  connection.onNotification(LogMessageNotification.type, ({ message }) => (log.push(message), heard()));
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities,
    initializationOptions,
    workspaceFolders: workspaceFolders.map((uri) => ({ uri, name: uri })),
  });
  await connection.sendNotification(InitializedNotification.type, {});

  return {
    connection,
    initialized,
    updates,
    simulations,
    diagnostics,
    log,
    open: (uri, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "intrinsic", version: 1, text },
      }),
    change: (uri, version, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      }),
    close: (uri) => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    state: (uri, version, kind, matches = () => true) => {
      type State = Extract<AnalysisState, { kind: typeof kind }>;
      const isIt = (update: TaskUpdate<"analyze">): boolean =>
        update.uri === uri &&
        update.documentVersion === version &&
        update.state.kind === kind &&
        matches(update.state as State);
      return until(() => updates.find(isIt)?.state as State | undefined);
    },
    simulation: (uri, matches) =>
      until(() => simulations.find((update) => update.uri === uri && matches(update.state, update.documentVersion))),
    problems: (matches) => until(() => diagnostics.find(matches)),
    async end() {
      waiting = [];
      connection.dispose();
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}
