/** Files of recorded runs, which the engine follows. */
import * as vscode from "vscode";

/** Asks for one, beginning in the folder of the spec; `null`: none was chosen. */
export async function pickRun(spec: vscode.Uri): Promise<string | null> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Watch which run?"),
    openLabel: vscode.l10n.t("Watch"),
    ...(spec.scheme === "file" ? { defaultUri: vscode.Uri.joinPath(spec, "..") } : {}),
    filters: { [vscode.l10n.t("Recorded runs")]: ["jsonl"], [vscode.l10n.t("All files")]: ["*"] },
  });
  return chosen?.[0]?.scheme === "file" ? chosen[0].fsPath : null;
}
