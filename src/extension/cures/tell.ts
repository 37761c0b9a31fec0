/** The command that the engine's code actions carry: says what came of the one that was chosen. Not in the palette. */
import * as vscode from "vscode";
import { TELL_COMMAND } from "../../engine/protocol/messages";
import type { Speaker } from "../speak";
import { readTelling } from "./read-telling";

export function registerTelling(speaker: Speaker): vscode.Disposable {
  return vscode.commands.registerCommand(TELL_COMMAND, (argument: unknown) => {
    const telling = readTelling(argument);
    if (telling === null) return;
    if (telling.kind === "done") speaker.told(telling.message);
    else speaker.cannot(telling.message);
  });
}
