/**
 * Says what came of a code action that was chosen. The engine offers each action with a command of ours, and adds the
 * sentence to it once the change is computed; VS Code drops what is added then, or forgets its arguments, if the menu
 * has closed meanwhile, as it most often has.
 * So the sentence is kept here when it arrives, and the command runs without it. (The command is not in the palette.)
 */
import * as vscode from "vscode";
import { TELL_COMMAND, type Telling } from "../../engine/protocol/messages";
import type { Speaker } from "../speak";
import { readTelling } from "./read-telling";

export interface Tellings extends vscode.Disposable {
  /** An action as it came from the engine; what it wants to be said is kept. */
  keep<T extends vscode.CodeAction>(action: T): T;
}

export function createTellings(speaker: Speaker): Tellings {
  let kept: Telling | null = null;
  const command = vscode.commands.registerCommand(TELL_COMMAND, () => {
    const telling = kept;
    kept = null;
    if (telling === null) return;
    if (telling.kind === "done") speaker.told(telling.message);
    else speaker.cannot(telling.message);
  });
  return {
    keep(action) {
      if (action.command?.command !== TELL_COMMAND) return action;
      kept = readTelling(action.command.arguments?.[0]);
      action.command = { title: action.command.title, command: TELL_COMMAND };
      return action;
    },
    dispose: () => void command.dispose(),
  };
}
