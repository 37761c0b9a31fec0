/** Specs as the editor knows them. */
import * as vscode from "vscode";

export const LANGUAGE = "intrinsic";

/** Where specs live that are worth analysing: the left side of a git diff, for one, is not. */
export const SCHEMES: readonly string[] = ["file", "untitled", "vscode-vfs", "vscode-test-web", "memfs"];

export function isSpec(document: vscode.TextDocument): boolean {
  return document.languageId === LANGUAGE && SCHEMES.includes(document.uri.scheme);
}

/** The spec the user looks at, if any. */
export function activeSpec(): vscode.TextDocument | null {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isSpec(document) ? document : null;
}

export function openSpec(uri: string): vscode.TextDocument | null {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && isSpec(document)) ?? null;
}

/** The file's name without its folders. */
export function specName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf("/") + 1);
}

export function toRange(range: { start: Place; end: Place }): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

interface Place {
  readonly line: number;
  readonly character: number;
}
