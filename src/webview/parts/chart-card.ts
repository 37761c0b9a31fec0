/**
 * A chart in its card, whatever is drawn: title, what to see in it, the picture, its data one key away, and what can be
 * saved.
 */
import { nothing, type TemplateResult } from "lit-html";
import type { ChartModel } from "../charts/chart";
import type { ChartAction } from "../charts/chart-view";
import { pngOf } from "../charts/picture/png";
import { svgOf } from "../charts/picture/svg";
import type { PageContext } from "../context";
import { tableCsv } from "../../engine/report/writers/csv-text";
import { KEYS_HELP } from "./chart-keys";
import { ZOOM_KEYS_HELP } from "./words";
import { legend } from "./chart-legend";
import { chartPicture } from "./chart-picture";
import { copyTable } from "./copy-button";
import { dataTable } from "./data-table";
import { html } from "../html";

export function chartCard(model: ChartModel, context: PageContext): TemplateResult {
  const key = `table:${model.id}`;
  const open = context.isOpen(key);
  const tableId = `${model.id}-table`;
  const view = context.chartView(model.id);
  const act = (action: ChartAction): void => context.changeChart(model.id, action);
  const { theme, digits, drawing } = context;
  return html`<figure
    class="card chart ${model.kind === "lattice" && model.nodes.length > MANY_NODES ? "across" : ""}"
    aria-labelledby="${model.id}-title"
  >
    <figcaption>
      <h3 id="${model.id}-title">${model.title}</h3>
      <p class="muted">${model.caption}</p>
    </figcaption>
    <div
      class="chart-frame ${frameClass(model)}"
      tabindex="0"
      role="group"
      aria-roledescription="chart"
      aria-label="${model.title}. ${model.description} ${
        model.kind === "bars" || model.kind === "lattice" ? KEYS_HELP : ZOOM_KEYS_HELP
      }"
      ${chartPicture({ model, view, theme, digits, act, drawing })}
    ></div>
    <div class="chart-foot">
      ${legend(model, view, theme, act)}
      <div class="chart-actions">
        ${
          view.zoom === null
            ? nothing
            : html`<button class="quiet" @click=${() => act({ type: "reset" })}>Reset zoom</button>`
        }
        <button
          class="quiet"
          aria-expanded=${open}
          aria-controls=${tableId}
          @click=${() => context.setOpen(key, !open)}
        >
          Table
        </button>
        <button class="quiet" aria-label="Save ${model.title} as CSV" @click=${() => saveCsv(model, context)}>
          CSV
        </button>
        <button class="quiet" aria-label="Save ${model.title} as SVG" @click=${() => saveSvg(model, context)}>
          SVG
        </button>
        <button class="quiet" aria-label="Save ${model.title} as PNG" @click=${() => savePng(model, context)}>
          PNG
        </button>
      </div>
    </div>
    ${open ? html`${dataTable(model.table, digits, tableId)}${copyTable(model.table, context)}` : nothing}
  </figure>`;
}

/** A lattice with more nodes takes the width of the page. */
const MANY_NODES = 30;

/** A map grows with its rows: in classes, since the page's policy allows no style in the markup. */
function frameClass(model: ChartModel): string {
  if (model.kind === "bars") return "";
  if (model.kind === "lattice") return model.nodes.length > MANY_NODES ? "rows-some" : "";
  if (model.kind === "lines") return "timed";
  return `timed rows-${model.rows.length <= 16 ? "few" : model.rows.length <= 40 ? "some" : "many"}`;
}

function saveCsv(model: ChartModel, context: PageContext): void {
  context.post({
    type: "save",
    suggestedName: `${context.fileBase}.${model.id}.csv`,
    content: tableCsv(model.table),
    encoding: "utf8",
  });
}

function saveSvg(model: ChartModel, context: PageContext): void {
  const { svg } = svgOf(model, context.chartView(model.id), context.theme, context.digits);
  context.post({
    type: "save",
    suggestedName: `${context.fileBase}.${model.id}.svg`,
    content: `${svg}\n`,
    encoding: "utf8",
  });
}

function savePng(model: ChartModel, context: PageContext): void {
  void pngOf(svgOf(model, context.chartView(model.id), context.theme, context.digits)).then((content) => {
    if (content !== null)
      context.post({ type: "save", suggestedName: `${context.fileBase}.${model.id}.png`, content, encoding: "base64" });
  });
}
