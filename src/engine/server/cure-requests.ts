/** Answers `intrinsic/cure`, with the protocol's own progress and cancellation. */
import type {
  CancellationToken,
  Connection,
  Disposable,
  TextDocuments,
  WorkDoneProgressParams,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { APPLY_CURE, type CureAnswer, type CureParams } from "../protocol/messages";
import { readCureId, type Cures } from "./cures";
import type { Guard } from "./features/feature";
import type { ServerHost } from "./host";
import { hooksFor } from "./work-done";

type Params = CureParams & WorkDoneProgressParams;

export function answerCureRequests(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  cures: Cures,
  host: ServerHost,
  guard: Guard,
): Disposable {
  const answer = async ({ uri, cure, workDoneToken }: Params, token: CancellationToken): Promise<CureAnswer> => {
    const document = documents.get(uri);
    const id = readCureId(cure);
    if (document === undefined) return NOT_OPEN;
    if (id === null) return UNKNOWN;
    const { hooks, done } = hooksFor(connection, workDoneToken, "Computing the change", token);
    const result = await cures.compute(document, host.pathOf(uri), id, hooks);
    done();
    return result;
  };
  return connection.onRequest(APPLY_CURE, (params: Params, token: CancellationToken) =>
    guard("cure", FAULT, () => answer(params, token)),
  );
}

const NOT_OPEN: CureAnswer = { kind: "refused", message: "The spec is not open.", help: "Open it, then try again." };

const UNKNOWN: CureAnswer = {
  kind: "refused",
  message: "This version of Intrinsic does not know this change.",
  help: "Restart the engine, or install both parts in one version.",
};

const FAULT: CureAnswer = {
  kind: "refused",
  message: "The change could not be computed because of a fault in Intrinsic.",
  help: "Run “Intrinsic: Show Output” for the details.",
};
