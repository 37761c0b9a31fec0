/** Progress and cancellation of a request as the language server protocol has them. */
import type { CancellationToken, Connection, ProgressToken } from "vscode-languageserver";
import type { Hooks } from "./task-runner";
import { said, t } from "../findings/language";

export function hooksFor(
  connection: Connection,
  progressToken: ProgressToken | undefined,
  title: string,
  token: CancellationToken,
): { readonly hooks: Hooks; readonly done: () => void } {
  const reporter = connection.window.attachWorkDoneProgress(progressToken);
  reporter.begin(title, 0, t`Starting`, true);
  return {
    done: () => reporter.done(),
    hooks: {
      progress: ({ stage, fraction }) =>
        fraction === null ? reporter.report(said(stage)) : reporter.report(Math.floor(100 * fraction), said(stage)),
      onCancel: (cancel) => void (token.isCancellationRequested ? cancel() : token.onCancellationRequested(cancel)),
    },
  };
}
