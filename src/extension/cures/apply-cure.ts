/** A button of the panel that cures a problem: asks the engine for the change, makes it, says how far it went. */
import * as vscode from "vscode";
import type { CureId } from "../../engine/findings/problem";
import type { TextChange } from "../../engine/protocol/tasks";
import type { Engine } from "../engine/supervisor";
import { withProgress } from "../engine/progress";
import type { Speaker } from "../speak";
import { specName, toRange } from "../specs";

export interface ApplyCureContext {
  readonly engine: Engine;
  readonly speaker: Speaker;
}

export async function applyCure({ engine, speaker }: ApplyCureContext, spec: vscode.Uri, cure: CureId): Promise<void> {
  let document: vscode.TextDocument;
  try {
    // The engine knows open documents only.
    document = await vscode.workspace.openTextDocument(spec);
  } catch (error) {
    return speaker.cannot(`The spec cannot be opened (${String(error)}).`);
  }
  const answer = await withProgress(`Changing ${specName(spec)}`, (token, progress) =>
    engine.ask("cure", spec.toString(), { cure }, token, progress),
  );
  switch (answer.kind) {
    case "done":
      if (await isApplied(document, answer.documentVersion, answer.result)) return speaker.told(answer.result.message);
      return speaker.cannot("The spec has changed meanwhile, so it was left as it is. Try again.");
    case "refused":
      return speaker.cannot(`${answer.message} ${answer.help}`);
    case "cancelled":
      return;
  }
}

async function isApplied(
  document: vscode.TextDocument,
  documentVersion: number,
  { edits }: TextChange,
): Promise<boolean> {
  if (document.version !== documentVersion) return false;
  const change = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) change.replace(document.uri, toRange(range), newText);
  return vscode.workspace.applyEdit(change);
}
