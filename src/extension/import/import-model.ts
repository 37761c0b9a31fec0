/**
 * The command “Import Model…”: asks for the model where none is given, lets the engine write a spec beside it, opens that. Nothing of
 * the model is read here.
 */
import * as vscode from "vscode";
import type { ImportedSpec } from "../../engine/protocol/chosen";
import { withProgress } from "../engine/progress";
import type { Engine } from "../engine/supervisor";
import type { Speaker } from "../speak";
import { specName } from "../specs";
import { AUDIT_IT, BENT_HOW, bentLayers, imported, notOnThisMachine } from "./words";

export interface ImportContext {
  readonly engine: Engine;
  readonly speaker: Speaker;
  /** Audits the weights of a spec, and shows what they are. */
  readonly audit: (uri: string) => Promise<void>;
}

/** `given`: a file or a folder; `null`: the user is asked. */
export async function importModel(context: ImportContext, given: vscode.Uri | null): Promise<void> {
  const { speaker } = context;
  const model = given ?? (await pickModel());
  if (model === null) return;
  if (model.scheme !== "file") return speaker.cannot(notOnThisMachine(specName(model)));
  const written = await write(context, model, null);
  if (written === null) return;
  const { folder, name, gaps, hasWeights, isNew } = written;
  const spec = vscode.Uri.joinPath(vscode.Uri.file(folder), name);
  await vscode.window.showTextDocument(spec, { preview: false });
  const message = imported(name, { gaps, isNew });
  if (!hasWeights) return gaps === 0 ? speaker.done(message) : speaker.told(message);
  if (await speaker.offers(message, AUDIT_IT)) await context.audit(spec.toString());
}

type Written = Extract<ImportedSpec, { kind: "spec" }>;

/** `null`: it was refused, which is said, or the user has changed their mind. */
async function write(context: ImportContext, model: vscode.Uri, activation: string | null): Promise<Written | null> {
  const { engine, speaker } = context;
  const answer = await withProgress(vscode.l10n.t("Importing {0}", specName(model)), (token, progress) =>
    engine.importModel(model.toString(), { from: model.fsPath, activation }, token, progress),
  );
  switch (answer.kind) {
    case "cancelled":
      return null;
    case "refused":
      speaker.cannot(`${answer.message} ${answer.help}`);
      return null;
    case "done": {
      const { result } = answer;
      if (result.kind === "spec") return result;
      const said = await vscode.window.showQuickPick([...result.names], {
        title: bentLayers(result.layers),
        placeHolder: BENT_HOW,
      });
      return said === undefined ? null : await write(context, model, said);
    }
  }
}

const MODELS = ["json", "safetensors", "onnx", "keras", "h5", "hdf5", "pt", "pth", "bin", "ckpt", "npz"];

async function pickModel(): Promise<vscode.Uri | null> {
  const folder = vscode.workspace.workspaceFolders?.at(0)?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Import which model? Its config.json, its graph, or its weights"),
    openLabel: vscode.l10n.t("Import"),
    ...(folder?.scheme === "file" ? { defaultUri: folder } : {}),
    filters: { [vscode.l10n.t("Models")]: MODELS, [vscode.l10n.t("All files")]: ["*"] },
  });
  return chosen?.at(0) ?? null;
}
