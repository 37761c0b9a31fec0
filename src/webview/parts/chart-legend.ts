/** What stands for what in a chart. The entries of curves are buttons that hide them. */
import { nothing, svg, type TemplateResult } from "lit-html";
import type { BarChart } from "../charts/bar-chart";
import type { ChartModel } from "../charts/chart";
import type { ChartAction, ChartView } from "../charts/chart-view";
import type { LegendEntry } from "../charts/line-chart";
import { DASHES, signPath } from "../charts/picture/line-style";
import { colorOf } from "../theme";
import type { Theme } from "../theme";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function legend(
  model: ChartModel,
  view: ChartView,
  theme: Theme,
  act: (action: ChartAction) => void,
): TemplateResult | typeof nothing {
  switch (model.kind) {
    case "bars":
      return barLegend(model);
    case "lines":
      return lineLegend(model.legend, view, theme, act);
    case "heat":
    case "lattice":
      return nothing;
  }
}

function lineLegend(
  entries: readonly LegendEntry[],
  view: ChartView,
  theme: Theme,
  act: (action: ChartAction) => void,
): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  return html`<ul class="legend curves">
    ${entries.map((entry) => {
      const shown = !view.hidden.includes(entry.key);
      return html`<li>
        <button
          class="curve"
          aria-pressed=${shown}
          title=${shown ? t`Hide` : t`Show`}
          @click=${() => act({ type: "toggle", key: entry.key })}
        >
          ${swatch(entry, theme)}<span class="curve-name">${entry.name}</span>
        </button>
      </li>`;
    })}
  </ul>`;
}

function swatch({ tone, dash, sign }: LegendEntry, theme: Theme): TemplateResult {
  const color = colorOf(tone, theme);
  return html`<svg class="curve-swatch" viewBox="0 0 26 10" aria-hidden="true">
    ${svg`<path d="M0 5H26" stroke=${color} stroke-width="1.8" fill="none"
      stroke-dasharray=${DASHES[dash]["stroke-dasharray"] ?? nothing}
      stroke-linecap=${dash === "dotted" ? "round" : "butt"}></path>`}
    ${
      sign === null
        ? nothing
        : svg`<path d=${signPath(sign, 13, 5)} stroke=${color} stroke-width="1.4" fill=${theme.background}></path>`
    }
  </svg>`;
}

function barLegend(model: BarChart): TemplateResult | typeof nothing {
  if (model.legend === null) return nothing;
  const { plain, marked } = model.legend;
  // Only what the picture shows.
  return html`<ul class="legend">
    ${
      model.bars.some((bar) => !bar.marked) ? html`<li><span class="swatch swatch-plain"></span>${plain}</li>` : nothing
    }
    ${
      model.bars.some((bar) => bar.marked)
        ? html`<li><span class="swatch swatch-marked"></span>${marked}</li>`
        : nothing
    }
  </ul>`;
}
