/**
 * The values of a law family, or another block of numbers, as a small heat map: colour by sign and size, every number
 * readable.
 */
import { nothing, type TemplateResult } from "lit-html";
import { fullNumber } from "../../engine/findings/numbers";
import type { LawValues } from "../../engine/report/initialization/facts";
import type { PageContext } from "../context";
import { cellName, cellText, heatClass, largestSize, shownPart } from "../data/heat-scale";
import { groupDigits } from "../data/words";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function heatMap(
  block: LawValues,
  context: PageContext,
  label = t`Values at the initialization`,
): TemplateResult {
  const { values } = block;
  if (values === null) return html`<span class="muted">${block.note ?? t`too many values to show`}</span>`;
  const key = `values:${block.family}`;
  const part = shownPart(block.rows, block.columns, context.isOpen(key));
  const largest = largestSize(values);
  const cell = (row: number, column: number): TemplateResult => {
    const value = values[row * block.columns + column] ?? 0;
    const title = `${cellName(block.labels, block.rows, row, column)}: ${fullNumber(value)}`;
    return html`<td class=${heatClass(value, largest)} title=${title}>
      ${cellText(value, part.columns, context.digits)}
    </td>`;
  };
  const lines = block.rows === 1 ? wrapped(part.columns) : rectangle(part.rows, part.columns);
  return html`<div class="heat-box" tabindex=${part.columns > 4 ? "0" : nothing}>
      <table class="heat" aria-label="${label}, ${block.rows} by ${block.columns}">
        <tbody>
          ${lines.map(
            (line) =>
              html`<tr>
                ${line.map(([row, column]) => cell(row, column))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${part.cut ? showAll(block, key, context) : nothing}
    ${block.note === undefined ? nothing : html`<p class="note">${block.note}</p>`}`;
}

function showAll(block: LawValues, key: string, context: PageContext): TemplateResult {
  const open = context.isOpen(key);
  const size =
    block.rows === 1 ? groupDigits(block.columns) : `${groupDigits(block.rows)} × ${groupDigits(block.columns)}`;
  return html`<button class="link above-row" aria-expanded=${open} @click=${() => context.setOpen(key, !open)}>
    ${open ? t`show fewer` : t`show all ${size}`}
  </button>`;
}

type Place = readonly [row: number, column: number];

function rectangle(rows: number, columns: number): Place[][] {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column): Place => [row, column]));
}

/** A row of values in lines of eight. */
function wrapped(count: number): Place[][] {
  const lines: Place[][] = [];
  for (let column = 0; column < count; column++) {
    if (column % 8 === 0) lines.push([]);
    lines.at(-1)?.push([0, column]);
  }
  return lines;
}
