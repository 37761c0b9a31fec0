/** Writes what the page offers where the user says; nothing is written unless asked. */
import * as vscode from "vscode";
import type { FromPage } from "../../engine/protocol/messages";
import type { Speaker } from "../speak";

export async function saveFromPage(
  message: Extract<FromPage, { type: "save" }>,
  spec: vscode.Uri | null,
  speaker: Speaker,
): Promise<void> {
  const folder = spec !== null && spec.scheme !== "untitled" ? vscode.Uri.joinPath(spec, "..") : firstFolder();
  const extension = /\.([A-Za-z0-9]+)$/.exec(message.suggestedName)?.[1];
  const target = await vscode.window.showSaveDialog({
    ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(folder, message.suggestedName) }),
    ...(extension === undefined ? {} : { filters: { [extension.toUpperCase()]: [extension] } }),
  });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(message.content, message.encoding));
    speaker.done(`Saved ${target.path.slice(target.path.lastIndexOf("/") + 1)}`);
  } catch (error) {
    speaker.cannot(`The file could not be written (${String(error)}). Choose another place.`);
  }
}

function firstFolder(): vscode.Uri | null {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? null;
}
