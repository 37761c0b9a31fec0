/** A button of the panel that writes what a problem offers: only if one does, of the text as it stands. */
import * as vscode from "vscode";
import type { Fix } from "../../engine/findings/problem";
import type { Speaker } from "../speak";
import { toRange } from "../specs";
import type { TaskStore } from "../tasks/store";
import { isOffered } from "./offered";

export interface ApplyFixContext {
  readonly store: TaskStore;
  readonly speaker: Speaker;
}

export async function applyFix(
  { store, speaker }: ApplyFixContext,
  spec: vscode.Uri,
  fix: Pick<Fix, "range" | "newText">,
): Promise<void> {
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(spec);
  } catch (error) {
    return speaker.cannot(vscode.l10n.t("The spec cannot be opened ({0}).", String(error)));
  }
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, toRange(fix.range), fix.newText);
  if (
    isOffered(fix, store.get("analyze", spec.toString()), document.version) &&
    (await vscode.workspace.applyEdit(change))
  )
    return;
  speaker.cannot(vscode.l10n.t("The spec has changed meanwhile, so it was left as it is. Try again."));
}
