/** A table of data as a real table: honest digits, every digit on hover, scrolling inside its own box. */
import { nothing, type TemplateResult } from "lit-html";
import type { Cell, Table } from "../../engine/report/table";
import { shownNumber } from "./number";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function dataTable(table: Table, digits: number, id?: string): TemplateResult {
  return html`<div
    class="table-box"
    id=${id ?? nothing}
    tabindex="0"
    role="region"
    aria-label=${t`${table.title}: data`}
  >
    <table class="data">
      <thead>
        <tr>
          ${table.columns.map(
            (column) => html`<th scope="col" class=${column.numeric ? "numeric" : ""}>${column.name}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${table.rows.map(
          (row) =>
            html`<tr>
              ${row.map(
                (cell, i) =>
                  html`<td class=${table.columns[i]?.numeric ? "numeric" : ""}>${cellText(cell, digits)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cellText(cell: Cell, digits: number): TemplateResult | string {
  if (cell === null) return "";
  return typeof cell === "number" ? shownNumber(cell, digits) : cell;
}
