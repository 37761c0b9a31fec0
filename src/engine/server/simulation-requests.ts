/** Answers `intrinsic/simulate` and `intrinsic/stopSimulation`: the answer is null at once, updates follow. */
import type { Connection, Disposable, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { SIMULATE, STOP_SIMULATION, type SimulateParams } from "../protocol/messages";
import type { Guard } from "./features/feature";
import type { ServerHost } from "./host";
import type { Simulations } from "./simulations";
import type { WorkspaceFolders } from "./workspace-folders";

export function answerSimulationRequests(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  simulations: Simulations,
  folders: WorkspaceFolders,
  host: ServerHost,
  guard: Guard,
): readonly Disposable[] {
  const simulate = ({ uri }: SimulateParams): null => {
    const document = documents.get(uri);
    if (document === undefined) return null;
    const folder = folders.folderOf(uri);
    simulations.start({ uri, version: document.version, text: document.getText(), path: host.pathOf(uri), folder: folder === null ? null : host.pathOf(folder) });
    return null;
  };
  return [
    connection.onRequest(SIMULATE, (params: SimulateParams) => guard("simulate", null, () => simulate(params))),
    connection.onRequest(STOP_SIMULATION, (params: SimulateParams) => guard("stop the simulation", null, () => (simulations.stop(params.uri), null))),
  ];
}
