/** What the Test Explorer says of specs. */
import * as vscode from "vscode";
import type { Told } from "./outcome";

/** The profile in the Test Explorer's menus. */
export function checkProfile(): string {
  return vscode.l10n.t("Check");
}

/** One line of a run's output: "train-two-layer: 2 passed, 1 failed". */
export function outcomeLine(spec: string, counts: readonly (readonly [Told["kind"], number])[]): string {
  return `${spec}: ${counts.map(([kind, count]) => countWords(kind, count)).join(", ")}`;
}

function countWords(kind: Told["kind"], count: number): string {
  switch (kind) {
    case "passed":
      return vscode.l10n.t("{0} passed", count);
    case "failed":
      return vscode.l10n.t("{0} failed", count);
    case "errored":
      return vscode.l10n.t("{0} without a decision", count);
    case "skipped":
      return vscode.l10n.t("{0} skipped", count);
  }
}

export function unreadable(error: unknown): string {
  return vscode.l10n.t("The spec cannot be read ({0}). Save it or restore it, then run the test again.", String(error));
}

export function expecting(spec: string): string {
  return vscode.l10n.t("Expecting what holds in {0}", spec);
}
