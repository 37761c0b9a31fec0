/** A chart in its card: title, what to see in it, the picture, and its data one key away. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { BarChart } from "../charts/bar-chart";
import { chartCanvas } from "../charts/chart-canvas";
import { pngOf } from "../charts/picture";
import type { PageContext } from "../context";
import { csvOf } from "../data/csv";
import { dataTable } from "./data-table";

export function chartCard(model: BarChart, context: PageContext): TemplateResult {
  const key = `table:${model.id}`;
  const open = context.isOpen(key);
  const tableId = `${model.id}-table`;
  return html`<figure class="card chart" aria-labelledby="${model.id}-title">
    <figcaption>
      <h3 id="${model.id}-title">${model.title}</h3>
      <p class="muted">${model.caption}</p>
    </figcaption>
    <div class="chart-frame">
      <canvas role="img" aria-label="${model.title}. ${model.description}" ${chartCanvas(model, context.theme, context.digits)}></canvas>
    </div>
    <div class="chart-foot">
      ${legend(model)}
      <div class="chart-actions">
        <button class="quiet" aria-expanded=${open} aria-controls=${tableId} @click=${() => context.setOpen(key, !open)}>Table</button>
        <button class="quiet" aria-label="Save ${model.title} as CSV" @click=${() => saveCsv(model, context)}>CSV</button>
        <button class="quiet" aria-label="Save ${model.title} as PNG" @click=${(event: Event) => savePng(event, model, context)}>PNG</button>
      </div>
    </div>
    ${open ? dataTable(model.table, context.digits, tableId) : nothing}
  </figure>`;
}

function legend(model: BarChart): TemplateResult | typeof nothing {
  if (model.legend === null) return nothing;
  const { plain, marked } = model.legend;
  // Only what the picture shows.
  return html`<ul class="legend">
    ${model.bars.some((bar) => !bar.marked) ? html`<li><span class="swatch swatch-plain"></span>${plain}</li>` : nothing}
    ${model.bars.some((bar) => bar.marked) ? html`<li><span class="swatch swatch-marked"></span>${marked}</li>` : nothing}
  </ul>`;
}

function saveCsv(model: BarChart, context: PageContext): void {
  const suggestedName = `${context.fileBase}.${model.id}.csv`;
  context.post({ type: "save", suggestedName, content: csvOf(model.table), encoding: "utf8" });
}

function savePng(event: Event, model: BarChart, context: PageContext): void {
  const canvas = (event.currentTarget as HTMLElement).closest("figure")?.querySelector("canvas");
  const content = canvas ? pngOf(canvas, model, context.theme) : null;
  if (content !== null)
    context.post({ type: "save", suggestedName: `${context.fileBase}.${model.id}.png`, content, encoding: "base64" });
}
