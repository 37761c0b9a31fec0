/**
 * The page's frame: one script, one style sheet, and nothing else may load. What the page says comes along as data, so that
 * it speaks the language from its first sentence on. No vscode in here.
 */
import type { Bundle } from "../../engine/findings/language";

export interface PageFiles {
  readonly cspSource: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  /** Of the page's sentences: "de". */
  readonly language: string;
  /** Its sentences; absent: they are English as they are. */
  readonly bundle: Bundle | undefined;
}

export function pageHtml({ cspSource, nonce, script, style, language, bundle }: PageFiles): string {
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `img-src ${cspSource} data: blob:`,
    `font-src ${cspSource}`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${style}">
<title>Intrinsic</title>
</head>
<body>
<div id="app"${bundle === undefined ? "" : ` data-bundle="${escaped(JSON.stringify(bundle))}"`}></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** As the value of an attribute. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
