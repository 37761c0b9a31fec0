/** The one door for speaking to the user. Nothing pops up unless the user has just asked for something. */
import * as vscode from "vscode";

export interface Speaker {
  /** The output channel "Intrinsic". */
  readonly log: vscode.LogOutputChannel;
  /** What the user has just asked for could not be done: says why and what next. */
  cannot(message: string): void;
  /** What the user has just asked for is done: a quiet word in the status bar. */
  done(message: string): void;
  /** What the user has just asked for is done, and there is something to read about it. */
  told(message: string): void;
  /** The same, with something that may be done next; whether the user wants it. */
  offers(message: string, next: string): Promise<boolean>;
  /** Asks back before something that the user has just asked for, as it cannot be undone. */
  confirms(question: string, detail: string, answer: string): Promise<boolean>;
  showLog(): void;
}

const QUIET_WORD_MS = 4000;

export function createSpeaker(): Speaker & vscode.Disposable {
  const log = vscode.window.createOutputChannel("Intrinsic", { log: true });
  return {
    log,
    cannot(message) {
      log.warn(message);
      void vscode.window.showErrorMessage(`Intrinsic: ${message}`);
    },
    done: (message) => void vscode.window.setStatusBarMessage(`$(check) ${message}`, QUIET_WORD_MS),
    told(message) {
      log.info(message);
      void vscode.window.showInformationMessage(`Intrinsic: ${message}`);
    },
    async offers(message, next) {
      log.info(message);
      return (await vscode.window.showInformationMessage(`Intrinsic: ${message}`, next)) === next;
    },
    async confirms(question, detail, answer) {
      return (await vscode.window.showWarningMessage(question, { modal: true, detail }, answer)) === answer;
    },
    showLog: () => log.show(true),
    dispose: () => log.dispose(),
  };
}
