/**
 * A file that stands alone: no script, nothing fetched. Its content security policy permits the one style sheet in it, by its fingerprint, and
 * nothing else.
 */
import { sha256Words } from "../../../findings/sha256";
import { asMarkup, html, type Markup } from "./markup";
import { STYLE } from "./style";

/** `articles`: one for each thing it tells of. */
export function standalone(title: string, articles: readonly Markup[]): string {
  const policy = `default-src 'none'; style-src 'sha256-${base64(sha256Words(STYLE))}'`;
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

/** Of 32 bytes, as eight words: the way a policy writes a fingerprint. */
function base64(words: Uint32Array): string {
  const bits = Array.from(words, (word) => word.toString(2).padStart(32, "0")).join("");
  const digits = Array.from({ length: 43 }, (_, i) => DIGITS[parseInt(bits.slice(6 * i, 6 * i + 6).padEnd(6, "0"), 2)]);
  return `${digits.join("")}=`;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
