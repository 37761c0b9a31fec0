/**
 * A file that stands alone: no script, nothing fetched. Its content security policy permits the one style sheet in it, by its fingerprint, and
 * nothing else.
 */
import { base64Encode } from "@bufbuild/protobuf/wire";
import { sha256Bytes } from "../../../findings/sha256";
import { asMarkup, html, type Markup } from "./markup";
import { STYLE } from "./style";

/** `articles`: one for each thing it tells of. */
export function standalone(title: string, articles: readonly Markup[]): string {
  const policy = `default-src 'none'; style-src 'sha256-${base64Encode(sha256Bytes(STYLE))}'`;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${asMarkup(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>${articles}</main>
      </body>
    </html> `;
  return markup;
}
