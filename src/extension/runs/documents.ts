/** Texts of kept runs as read-only documents: the spec as it was, a listing, and what a run found as JSON. */
import * as vscode from "vscode";
import { runLabel, type Run } from "../../engine/protocol/runs";
import { fileNameOf } from "./file-name";

const SCHEME = "intrinsic-run";

export interface RunDocuments extends vscode.Disposable {
  /** Shows the text of a listing, under a line that says of when it is. */
  showListing(run: Run, text: string, when: string): Promise<void>;
  /** Shows all that is kept of the run, as JSON. */
  showJson(run: Run): Promise<void>;
  /** Shows the spec as it was. */
  showSpec(run: Run & { readonly text: string }): Promise<void>;
  /** The texts of two specs in the editor's own comparison. */
  compare(before: Run & { readonly text: string }, after: Run & { readonly text: string }): Promise<void>;
}

export function createRunDocuments(): RunDocuments {
  /** A run does not change: what was asked for once stays as it is while the window is open. */
  const texts = new Map<string, string>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? GONE,
  });
  const made = (run: Run, ending: string, text: string): vscode.Uri => {
    const name = fileNameOf(runLabel(run.heading));
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}${ending}`, query: `${run.id}${ending}` });
    texts.set(uri.toString(), text);
    return uri;
  };
  const show = async (uri: vscode.Uri, language: string | null): Promise<void> => {
    const document = await vscode.workspace.openTextDocument(uri);
    if (language !== null && document.languageId !== language)
      await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: false });
  };

  return {
    showListing: (run, text, when) =>
      show(
        made(
          run,
          " (laws)",
          vscode.l10n.t("Kept listing of {0}; the spec may have changed since.\n\n{1}\n", when, text),
        ),
        "plaintext",
      ),
    showSpec: (run) => show(made(run, ".intrinsic.json", run.text), null),
    showJson: (run) => show(made(run, ".json", `${JSON.stringify(run, null, 2)}\n`), "json"),
    async compare(before, after) {
      const title = `${runLabel(before.heading)} ↔ ${runLabel(after.heading)}`;
      await vscode.commands.executeCommand(
        "vscode.diff",
        made(before, ".intrinsic.json", before.text),
        made(after, ".intrinsic.json", after.text),
        title,
      );
    },
    dispose: () => provider.dispose(),
  };
}

const GONE = vscode.l10n.t("This text is gone: open the run from the view “Runs” again.\n");
