/**
 * Listings of laws as read-only documents beside their specs. Nothing is written to disk.
 *
 * Invariant: a listing never passes for one of the spec's present text. Once the spec is edited, its first line says
 * so.
 */
import * as vscode from "vscode";
import { openSpec, specName } from "../specs";

const SCHEME = "intrinsic-laws";

export interface Listing {
  readonly spec: vscode.Uri;
  readonly degree: number;
  readonly text: string;
  /** The version of the spec's text that was searched. */
  readonly documentVersion: number;
}

export interface Listings extends vscode.Disposable {
  /** Opens the listing beside; an earlier one of this spec and degree is replaced where it is. */
  show(listing: Listing): Promise<void>;
}

export function createListings(): Listings {
  const known = new Map<string, Listing>();
  /** Specs that were closed since: their versions count from 1 again, so only an edit that was seen counts. */
  const outdated = new Set<string>();
  const changes = new vscode.EventEmitter<vscode.Uri>();

  const markOutdated = (spec: vscode.TextDocument): void => {
    for (const [uri, listing] of known)
      if (listing.spec.toString() === spec.uri.toString() && !outdated.has(uri)) {
        outdated.add(uri);
        changes.fire(vscode.Uri.parse(uri));
      }
  };

  const owned = vscode.Disposable.from(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changes.event,
      provideTextDocumentContent: (uri) => content(known.get(uri.toString()), outdated.has(uri.toString())),
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) markOutdated(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme !== SCHEME) return;
      known.delete(uri.toString());
      outdated.delete(uri.toString());
    }),
  );

  return {
    async show(listing) {
      const uri = listingUri(listing);
      const key = uri.toString();
      known.set(key, listing);
      if (openSpec(listing.spec.toString())?.version === listing.documentVersion) outdated.delete(key);
      else outdated.add(key);
      changes.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      if (document.languageId !== "plaintext") await vscode.languages.setTextDocumentLanguage(document, "plaintext");
      const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
      await vscode.window.showTextDocument(document, {
        viewColumn: shown?.viewColumn ?? vscode.ViewColumn.Beside,
        preview: false,
      });
    },
    dispose: () => owned.dispose(),
  };
}

/** The path is what the tab says; the query makes it one of its own for each spec. */
function listingUri({ spec, degree }: Listing): vscode.Uri {
  return vscode.Uri.from({
    scheme: SCHEME,
    path: `/${vscode.l10n.t("laws of {0} up to degree {1}", specName(spec), degree)}`,
    query: spec.toString(),
  });
}

function content(listing: Listing | undefined, isOutdated: boolean): string {
  if (listing === undefined) return `${GONE}\n`;
  return `${isOutdated ? `${OUTDATED}\n\n` : ""}${listing.text}\n`;
}

const OUTDATED = vscode.l10n.t(
  "The spec has changed since: “Intrinsic: List Polynomial Laws…” lists the laws of its new text.",
);
const GONE = vscode.l10n.t("This listing is gone: run “Intrinsic: List Polynomial Laws…” in the spec again.");
