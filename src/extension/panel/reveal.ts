/** Opening things from the page, where they do not cover the panel. */
import * as vscode from "vscode";
import type { FromPage } from "../../engine/protocol/messages";
import { toRange } from "../specs";

/** Selects a place in the spec, in the editor it is open in. The user clicked, so that editor gets the focus. */
export async function revealInSpec(
  uri: vscode.Uri,
  range: Extract<FromPage, { type: "reveal" }>["range"],
): Promise<void> {
  const editor = await vscode.window.showTextDocument(uri, { viewColumn: columnOf(uri), preserveFocus: false });
  const target = editor.document.validateRange(toRange(range));
  editor.selection = new vscode.Selection(target.start, target.end);
  editor.revealRange(target, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The column a spec is open in; else one that the panel does not stand in. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  if (visible?.viewColumn !== undefined) return visible.viewColumn;
  for (const group of vscode.window.tabGroups.all)
    for (const tab of group.tabs)
      if (tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString())
        return group.viewColumn;
  return vscode.ViewColumn.One;
}

/** The page of a problem code, as rendered Markdown beside the panel; `false` when there is none. */
export async function openCodePage(extensionUri: vscode.Uri, code: string): Promise<boolean> {
  const page = vscode.Uri.joinPath(extensionUri, "docs", "codes", `${code}.md`);
  try {
    await vscode.workspace.fs.stat(page);
  } catch {
    return false;
  }
  const options = { viewColumn: vscode.ViewColumn.One, preview: true };
  await vscode.commands.executeCommand("vscode.openWith", page, "vscode.markdown.preview.editor", options);
  return true;
}
