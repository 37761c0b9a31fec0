/** What is said of imported models. */
import * as vscode from "vscode";

export const AUDIT_IT = vscode.l10n.t("Audit the Weights");
export const BENT_HOW = vscode.l10n.t("Between two layers; “identity” where nothing bends them");

export function notOnThisMachine(name: string): string {
  return vscode.l10n.t(
    "{0} lies in no folder of the machine that the engine runs on, so it cannot be read. Open its folder there, or copy it to a file.",
    name,
  );
}

export function bentLayers(layers: readonly string[]): string {
  const shown = layers.slice(0, 3).join(", ") + (layers.length > 3 ? ", …" : "");
  return vscode.l10n.t("What bends {0}? The file does not say", shown);
}

/** `gaps`: how many things of the model are not in it, or are there otherwise. */
export function imported(name: string, { gaps, isNew }: { readonly gaps: number; readonly isNew: boolean }): string {
  const wrote = isNew
    ? vscode.l10n.t("Wrote {0} beside the model.", name)
    : vscode.l10n.t("{0} was there already, just so.", name);
  if (gaps === 0) return wrote;
  const missing =
    gaps === 1
      ? vscode.l10n.t("One thing of the model is not in it, or otherwise: the comments at its top say what.")
      : vscode.l10n.t("{0} things of the model are not in it, or otherwise: the comments at its top say what.", gaps);
  return `${wrote} ${missing}`;
}
