/** A button of the panel that cures a problem: asks the engine for the change, makes it, says how far it went. */
import * as vscode from "vscode";
import type { CureId } from "../../engine/findings/problem";
import type { AskedOf, TextChange } from "../../engine/protocol/tasks";
import type { Engine } from "../engine/supervisor";
import { withProgress } from "../engine/progress";
import type { Speaker } from "../speak";
import { specName, toRange } from "../specs";

export interface ApplyCureContext {
  readonly engine: Engine;
  readonly speaker: Speaker;
}

export function applyCure(context: ApplyCureContext, spec: vscode.Uri, cure: CureId): Promise<void> {
  return applyChange(context, spec, vscode.l10n.t("Changing {0}", specName(spec)), () => ["cure", { cure }]);
}

/** A task of the engine that computes a change of a spec, and what is asked of it. */
type ChangeTask = readonly ["cure", AskedOf<"cure">] | readonly ["expect-now", AskedOf<"expect-now">];

/** Asks the engine for a change of the spec, makes it as one edit that can be undone, says what it was. */
export async function applyChange(
  { engine, speaker }: ApplyCureContext,
  spec: vscode.Uri,
  title: string,
  asked: (document: vscode.TextDocument) => ChangeTask,
): Promise<void> {
  let document: vscode.TextDocument;
  try {
    // The engine knows open documents only.
    document = await vscode.workspace.openTextDocument(spec);
  } catch (error) {
    return speaker.cannot(vscode.l10n.t("The spec cannot be opened ({0}).", String(error)));
  }
  const [task, what] = asked(document);
  const answer = await withProgress(title, (token, progress) =>
    engine.ask(task, spec.toString(), what, token, progress),
  );
  switch (answer.kind) {
    case "done":
      if (await isApplied(document, answer.documentVersion, answer.result)) return speaker.told(answer.result.message);
      return speaker.cannot(changedMeanwhile(answer.result));
    case "refused":
      return speaker.cannot(`${answer.message} ${answer.help}`);
    case "cancelled":
      return;
  }
}

/** What was written stays: it is the user's to look at. */
function changedMeanwhile({ file }: TextChange): string {
  const left = vscode.l10n.t("The spec has changed meanwhile, so it was left as it is. Try again.");
  return file === undefined ? left : `${left} ${vscode.l10n.t("The new file {0} is not used.", file)}`;
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
