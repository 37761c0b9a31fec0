/** The examples that come with the extension. */
import * as vscode from "vscode";
import type { Speaker } from "./speak";
import { LANGUAGE } from "./specs";

const SUFFIX = ".intrinsic.json";

export async function openExample(extensionUri: vscode.Uri, file: string, speaker: Speaker): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(extensionUri, "examples", file));
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  } catch (error) {
    speaker.cannot(vscode.l10n.t("The example {0} could not be opened ({1}).", file, String(error)));
  }
}

export async function pickExample(extensionUri: vscode.Uri, speaker: Speaker): Promise<void> {
  const picked = await vscode.window.showQuickPick(listExamples(extensionUri), {
    title: vscode.l10n.t("Open an example spec"),
    matchOnDescription: true,
  });
  if (picked !== undefined) await openExample(extensionUri, picked.file, speaker);
}

async function listExamples(extensionUri: vscode.Uri): Promise<(vscode.QuickPickItem & { file: string })[]> {
  const folder = vscode.Uri.joinPath(extensionUri, "examples");
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const files = entries.map(([name]) => name).filter((name) => name.endsWith(SUFFIX));
  return Promise.all(
    files.sort().map(async (file) => ({
      file,
      label: file.slice(0, -SUFFIX.length),
      description: titleIn(await readText(vscode.Uri.joinPath(folder, file))),
    })),
  );
}

async function readText(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

function titleIn(text: string): string {
  return /"title"\s*:\s*"([^"\\]*)"/.exec(text)?.[1] ?? "";
}

/** A new untitled spec with its blanks to fill in. */
export async function newSpec(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: LANGUAGE });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(NEW_SPEC));
}

const NEW_SPEC = `{
  "title": "\${1:Two-layer linear network}",
  "architecture": {
    "widths": [\${2:5, 3, 4}],
    "activation": "\${3|identity,relu,leaky-relu,tanh,sigmoid,softplus,silu,gelu,erf,sin,quadratic|}",
    "bias": \${4|false,true|}
  },
  "initialization": {
    "scheme": "\${5|gaussian,xavier-normal,he-normal,orthogonal,balanced,relaxed-balanced,identity,zeros|}",
    "seed": \${6:0}
  }
}
`;
