/** The language status item: the verdict on the spec in the active editor. */
import * as vscode from "vscode";
import type { Engine } from "./engine/supervisor";
import { activeSpec, LANGUAGE, SCHEMES } from "./specs";
import { statusView, type StatusView } from "./status-view";
import { reportOnItsWay, type TaskStore } from "./tasks/store";

const ACTION_TITLES: Readonly<Record<StatusView["action"], string>> = {
  analyze: vscode.l10n.t("Analyze"),
  showPanel: vscode.l10n.t("Show Panel"),
  showOutput: vscode.l10n.t("Show Output"),
  restartEngine: vscode.l10n.t("Restart Engine"),
  cancel: vscode.l10n.t("Cancel"),
};

export function showStatus(store: TaskStore, engine: Engine): vscode.Disposable {
  const selector = SCHEMES.map((scheme) => ({ language: LANGUAGE, scheme }));
  const item = vscode.languages.createLanguageStatusItem("intrinsic.status", selector);
  item.name = "Intrinsic";
  const refresh = (): void => {
    const spec = activeSpec();
    if (spec === null) return;
    const known = store.get("analyze", spec.uri.toString());
    const view = statusView(engine.state(), known?.state ?? null, known === undefined ? null : reportOnItsWay(known));
    item.text = view.text;
    item.detail = view.detail;
    item.busy = view.busy;
    item.severity = severityOf(view.severity);
    item.command = { command: `intrinsic.${view.action}`, title: ACTION_TITLES[view.action] };
  };
  refresh();
  return vscode.Disposable.from(
    item,
    store.onChange(refresh),
    engine.onState(refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
  );
}

function severityOf(severity: StatusView["severity"]): vscode.LanguageStatusSeverity {
  switch (severity) {
    case "information":
      return vscode.LanguageStatusSeverity.Information;
    case "warning":
      return vscode.LanguageStatusSeverity.Warning;
    case "error":
      return vscode.LanguageStatusSeverity.Error;
  }
}
