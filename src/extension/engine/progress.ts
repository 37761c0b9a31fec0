/** Shows how far a long request is, with a button that cancels it. */
import * as vscode from "vscode";
import type { Progress } from "../../engine/findings/progress";
import { said } from "../../engine/findings/language";

export function withProgress<T>(
  title: string,
  work: (token: vscode.CancellationToken, progress: (progress: Progress) => void) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (shown, token) => {
    let before = 0;
    return work(token, ({ stage, fraction }) => {
      const percent = fraction === null ? before : Math.max(before, 100 * fraction);
      shown.report({ message: said(stage), increment: percent - before });
      before = percent;
    });
  });
}
