/** A status item beside the verdict's while something long runs for the active spec, with a button that stops it. */
import * as vscode from "vscode";
import { activeSpec, LANGUAGE, SCHEMES } from "../specs";
import type { BusyView } from "./status-view";

export interface BusyStatus {
  readonly id: string;
  readonly name: string;
  /** The command that stops it. */
  readonly stop: string;
  /** What to say of this spec; `null`: nothing runs, and there is no item. */
  readonly view: (uri: string) => BusyView | null;
  readonly onChange: (listener: (uri: string) => void) => { dispose(): void };
}

export function showBusyStatus({ id, name, stop, view, onChange }: BusyStatus): vscode.Disposable {
  let item: vscode.LanguageStatusItem | null = null;
  const hide = (): void => {
    item?.dispose();
    item = null;
  };
  const create = (): vscode.LanguageStatusItem => {
    const made = vscode.languages.createLanguageStatusItem(
      id,
      SCHEMES.map((scheme) => ({ language: LANGUAGE, scheme })),
    );
    made.name = name;
    made.busy = true;
    made.command = { command: stop, title: vscode.l10n.t("Stop") };
    return made;
  };
  const refresh = (): void => {
    const spec = activeSpec();
    const now = spec === null ? null : view(spec.uri.toString());
    if (now === null) return hide();
    item ??= create();
    item.text = now.text;
    item.detail = now.detail;
  };
  refresh();
  return vscode.Disposable.from(onChange(refresh), vscode.window.onDidChangeActiveTextEditor(refresh), {
    dispose: hide,
  });
}
