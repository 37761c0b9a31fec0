/** The command “Take This Start to PyTorch / JAX / NumPy / Keras…”: asks for the framework, lets the engine write, opens the code. */
import * as vscode from "vscode";
import { FRAMEWORK_NAMES, FRAMEWORK_TITLES, type FrameworkName } from "../../engine/protocol/frameworks";
import type { Engine } from "../engine/supervisor";
import { withProgress } from "../engine/progress";
import type { Speaker } from "../speak";
import { specName } from "../specs";

export interface TakeStartContext {
  readonly engine: Engine;
  readonly speaker: Speaker;
}

/** `to`: `null`: the user is asked. */
export async function takeStart(
  { engine, speaker }: TakeStartContext,
  spec: vscode.Uri,
  to: FrameworkName | null,
): Promise<void> {
  const framework = to ?? (await pickFramework());
  if (framework === null) return;
  try {
    // The engine knows open documents only.
    await vscode.workspace.openTextDocument(spec);
  } catch (error) {
    return speaker.cannot(vscode.l10n.t("The spec cannot be opened ({0}).", String(error)));
  }
  const title = FRAMEWORK_TITLES[framework];
  const answer = await withProgress(vscode.l10n.t("Taking {0} to {1}", specName(spec), title), (token, progress) =>
    engine.ask("export", spec.toString(), { to: framework }, token, progress),
  );
  switch (answer.kind) {
    case "done": {
      const { folder, code, weights, missing } = answer.result;
      await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(folder), code), {
        viewColumn: vscode.ViewColumn.Beside,
      });
      return speaker.told([vscode.l10n.t("Wrote {0} and {1}.", code, weights), ...missing].join(" "));
    }
    case "refused":
      return speaker.cannot(`${answer.message} ${answer.help}`);
    case "cancelled":
      return;
  }
}

async function pickFramework(): Promise<FrameworkName | null> {
  const items = FRAMEWORK_NAMES.map((name) => ({ name, label: FRAMEWORK_TITLES[name] }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Take this start to which framework?"),
    placeHolder: vscode.l10n.t("Writes two new files beside the spec: code, and its weights"),
  });
  return picked?.name ?? null;
}
