/** Tables: each scrolls by itself where it is wider than the page, and can then be reached by key. */
import type { Table } from "../../table";
import { html, type Markup } from "./markup";

/** With every digit. */
export function tableMarkup({ title, columns, rows }: Table): Markup {
  return scrolling(
    title,
    html`<table>
      <thead>
        <tr>
          ${columns.map(({ name, numeric }) => html`<th scope="col" class="${kindOf(numeric)}">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, i) => html`<td class="${kindOf(columns[i]?.numeric === true)}">${cell ?? "—"}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>`,
  );
}

export function scrolling(name: string, table: Markup): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${name}">${table}</div>`;
}

function kindOf(numeric: boolean): string {
  return numeric ? "number" : "words";
}
