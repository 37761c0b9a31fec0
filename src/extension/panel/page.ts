/** Puts our page into a panel, new or restored: what it may load and what it may do are set here and nowhere else. */
import * as vscode from "vscode";
import { pageHtml } from "./html";

export function mountPage(panel: vscode.WebviewPanel, extensionUri: vscode.Uri): void {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, "dist", "webview");
  const media = vscode.Uri.joinPath(extensionUri, "media");
  webview.options = {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [dist, media],
  };
  panel.iconPath = {
    light: vscode.Uri.joinPath(media, "intrinsic-light.svg"),
    dark: vscode.Uri.joinPath(media, "intrinsic-dark.svg"),
  };
  webview.html = pageHtml({
    cspSource: webview.cspSource,
    nonce: crypto.randomUUID(),
    script: webview.asWebviewUri(vscode.Uri.joinPath(dist, "main.js")).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(dist, "panel.css")).toString(),
    language: vscode.l10n.bundle === undefined ? "en" : vscode.env.language,
    bundle: vscode.l10n.bundle,
  });
}
