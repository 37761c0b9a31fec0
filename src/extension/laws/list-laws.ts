/** The command “List Polynomial Laws…”: asks for the degree, lets the engine search, opens the listing. */
import * as vscode from "vscode";
import { withProgress } from "../engine/progress";
import type { Engine } from "../engine/supervisor";
import type { Speaker } from "../speak";
import { specName } from "../specs";
import type { Listing, Listings } from "./listings";

export interface ListLawsContext {
  readonly engine: Engine;
  readonly speaker: Speaker;
  readonly listings: Listings;
  readonly runs: { asked(task: "list-laws", uri: string): void; listed(listing: Listing): void };
}

export async function listLaws({ engine, speaker, listings, runs }: ListLawsContext, spec: vscode.Uri): Promise<void> {
  const degree = await pickDegree();
  if (degree === null) return;
  try {
    // The engine knows open documents only.
    await vscode.workspace.openTextDocument(spec);
  } catch (error) {
    return speaker.cannot(vscode.l10n.t("The spec cannot be opened ({0}).", String(error)));
  }
  const title = vscode.l10n.t("Polynomial laws of {0} up to degree {1}", specName(spec), degree);
  runs.asked("list-laws", spec.toString());
  const answer = await withProgress(title, (token, progress) =>
    engine.ask("list-laws", spec.toString(), { degree }, token, progress),
  );
  switch (answer.kind) {
    case "done": {
      const listing = { spec, degree, text: answer.result.text, documentVersion: answer.documentVersion };
      runs.listed(listing);
      return listings.show(listing);
    }
    case "refused":
      return speaker.cannot(`${answer.message} ${answer.help}`);
    case "cancelled":
      return;
  }
}

/** Sizes: beyond them the engine refuses (more than 400 000 monomials). Times: what the examples took. */
const DEGREES: readonly { readonly degree: number; readonly cost: string }[] = [
  { degree: 1, cost: vscode.l10n.t("at once") },
  { degree: 2, cost: vscode.l10n.t("at once for most networks; up to about 890 parameters") },
  { degree: 3, cost: vscode.l10n.t("seconds; up to about 130 parameters") },
  { degree: 4, cost: vscode.l10n.t("up to half a minute; up to about 50 parameters") },
  { degree: 5, cost: vscode.l10n.t("can take minutes; up to about 30 parameters") },
  { degree: 6, cost: vscode.l10n.t("can take minutes; up to about 20 parameters") },
];
const USUAL_DEGREE = 2;

function pickDegree(): Promise<number | null> {
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { degree: number }>();
  picker.title = vscode.l10n.t("List the polynomial conservation laws up to which degree?");
  picker.placeholder = vscode.l10n.t("Each law is proven over the integers; a higher degree costs much more");
  picker.items = DEGREES.map(({ degree, cost }) => ({
    degree,
    label: vscode.l10n.t("Degree {0}", degree),
    description: cost,
  }));
  picker.activeItems = picker.items.filter(({ degree }) => degree === USUAL_DEGREE);
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.degree ?? null);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(null);
      picker.dispose();
    });
    picker.show();
  });
}
