/** Answers the requests that start and stop simulations and sweeps: the answer is null at once, updates follow. */
import type { Connection, Disposable, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { SIMULATE, STOP_SIMULATION, STOP_SWEEP, SWEEP, type SimulateParams } from "../protocol/messages";
import type { Guard } from "./features/feature";
import type { ServerHost } from "./host";
import type { SimulationRequest, Simulations } from "./simulations";
import type { Sweeps } from "./sweeps";
import type { WorkspaceFolders } from "./workspace-folders";

export function answerSimulationRequests(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  simulations: Simulations,
  sweeps: Sweeps,
  folders: WorkspaceFolders,
  host: ServerHost,
  guard: Guard,
): readonly Disposable[] {
  const start = ({ uri }: SimulateParams, runner: { start(request: SimulationRequest): void }): null => {
    const document = documents.get(uri);
    if (document === undefined) return null;
    const folder = folders.folderOf(uri);
    runner.start({
      uri,
      version: document.version,
      text: document.getText(),
      path: host.pathOf(uri),
      folder: folder === null ? null : host.pathOf(folder),
    });
    return null;
  };
  return [
    connection.onRequest(SIMULATE, (params: SimulateParams) =>
      guard("simulate", null, () => start(params, simulations)),
    ),
    connection.onRequest(STOP_SIMULATION, (params: SimulateParams) =>
      guard("stop the simulation", null, () => (simulations.stop(params.uri), null)),
    ),
    connection.onRequest(SWEEP, (params: SimulateParams) => guard("sweep", null, () => start(params, sweeps))),
    connection.onRequest(STOP_SWEEP, (params: SimulateParams) =>
      guard("stop the sweep", null, () => (sweeps.stop(params.uri), null)),
    ),
  ];
}
