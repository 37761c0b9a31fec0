/** Writes what the page offers where the user says; nothing is written unless asked. */
import * as vscode from "vscode";
import type { FromPage } from "../../engine/protocol/messages";
import type { Speaker } from "../speak";

type Save = Extract<FromPage, { type: "save" }>;

export async function saveFromPage(message: Save, spec: vscode.Uri | null, speaker: Speaker): Promise<void> {
  const folder = spec !== null && spec.scheme !== "untitled" ? vscode.Uri.joinPath(spec, "..") : firstFolder();
  const extension = /\.([A-Za-z0-9]+)$/.exec(message.suggestedName)?.[1];
  const target = await vscode.window.showSaveDialog({
    ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(folder, message.suggestedName) }),
    ...(extension === undefined ? {} : { filters: { [extension.toUpperCase()]: [extension] } }),
  });
  if (target === undefined) return;
  try {
    // Inside the try: broken base64 from the page throws as well.
    await vscode.workspace.fs.writeFile(target, bytesOf(message));
    speaker.done(vscode.l10n.t("Saved {0}", target.path.slice(target.path.lastIndexOf("/") + 1)));
  } catch (error) {
    speaker.cannot(vscode.l10n.t("The file could not be written ({0}). Choose another place.", String(error)));
  }
}

function bytesOf({ content, encoding }: Save): Uint8Array {
  return encoding === "utf8"
    ? new TextEncoder().encode(content)
    : Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
}

function firstFolder(): vscode.Uri | null {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? null;
}
