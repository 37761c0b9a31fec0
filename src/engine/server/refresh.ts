/** Asks the client to fetch anew what stands in the text beside the user's own: lenses and hints. */
import {
  CodeLensRefreshRequest,
  InlayHintRefreshRequest,
  type Connection,
  type Disposable,
} from "vscode-languageserver";
import type { After } from "./host";

/** What the client can be asked for. */
export interface Refreshable {
  readonly lenses: boolean;
  readonly hints: boolean;
}

export interface Refresher extends Disposable {
  lenses(): void;
  hints(): void;
}

/**
 * Milliseconds until hints are asked for once more. VS Code listens to this request only between its own ones for hints:
 * what reaches it while it waits for an answer is lost, and with it the last change. It has its answers long before.
 */
const AGAIN_MS = 1000;

export function createRefresher(connection: Connection, after: After, can: () => Refreshable): Refresher {
  let cancel: () => void = () => undefined;
  // A client that has ended, or refuses, is asked again with the next change.
  const askForHints = (): void => void connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  return {
    lenses() {
      if (can().lenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    },
    hints() {
      if (!can().hints) return;
      askForHints();
      cancel();
      cancel = after(AGAIN_MS, askForHints);
    },
    dispose: () => cancel(),
  };
}
