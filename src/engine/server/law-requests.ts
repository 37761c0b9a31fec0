/** Answers `intrinsic/laws`, with the protocol's own progress and cancellation. */
import type {
  CancellationToken,
  Connection,
  Disposable,
  TextDocuments,
  WorkDoneProgressParams,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { LIST_LAWS, type LawsAnswer, type LawsParams } from "../protocol/messages";
import type { Guard } from "./features/feature";
import type { ServerHost } from "./host";
import { createLawListings } from "./law-listings";
import { hooksFor } from "./work-done";

type Params = LawsParams & WorkDoneProgressParams;

/** Dispose it to cancel what is being listed. */
export function answerLawRequests(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  host: ServerHost,
  guard: Guard,
): Disposable {
  const listings = createLawListings({
    startWorker: host.startWorker,
    log: (line) => connection.console.warn(line),
  });

  const list = async ({ uri, degree, workDoneToken }: Params, token: CancellationToken): Promise<LawsAnswer> => {
    const document = documents.get(uri);
    if (document === undefined) return NOT_OPEN;
    const { hooks, done } = hooksFor(connection, workDoneToken, "Listing polynomial laws", token);
    const answer = await listings.list(
      { uri, documentVersion: document.version, text: document.getText(), path: host.pathOf(uri), degree },
      hooks.progress,
      hooks.onCancel,
    );
    done();
    return answer;
  };

  const handler = connection.onRequest(LIST_LAWS, (params: Params, token: CancellationToken) =>
    guard("list laws", FAULT, () => list(params, token)),
  );
  return {
    dispose() {
      handler.dispose();
      listings.dispose();
    },
  };
}

const NOT_OPEN: LawsAnswer = {
  kind: "refused",
  message: "The spec is not open.",
  help: "Open it, then run the command again.",
};

const FAULT: LawsAnswer = {
  kind: "refused",
  message: "The laws could not be listed because of a fault in Intrinsic.",
  help: "Run “Intrinsic: Show Output” for the details.",
};
