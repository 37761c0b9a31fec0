/** The text of a spec: of the editor's where it is open, else of its file. */
import * as vscode from "vscode";
import { openSpec } from "../specs";

/** A file beyond this is no spec (the engine reads up to 2 MiB of characters). */
const LARGEST_FILE = 8 * 1024 * 1024;

/** Throws where there is no such file, or it cannot be read. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  const open = openSpec(uri.toString());
  if (open !== null) return open.getText();
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > LARGEST_FILE) return "";
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
