/** The network, layer by layer. */
import { nothing, type TemplateResult } from "lit-html";
import type { LayerSummary } from "../../engine/report/model/facts";
import type { Report } from "../../engine/report/types";
import type { PageContext } from "../context";
import { groupDigits, plural } from "../data/words";
import { rowButton } from "../parts/reveal";
import type { Place } from "./contents";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export const LAYERS: Place = { id: "layers", name: t`Layers` };

export function layersSection(report: Report, context: PageContext): TemplateResult {
  const { layers, parameters, fixed } = report.model;
  return html`<section id=${LAYERS.id}>
    <h2>Layers</h2>
    <p class="muted">
      ${plural(parameters, t`trained parameter`, t`trained parameters`)}${
        fixed === undefined ? "" : html`, ${plural(fixed, t`parameter`, t`parameters`)} held fixed,`
      }
      in ${plural(layers.length, t`layer`, t`layers`)}.
    </p>
    <div class="table-box wide" tabindex="0" role="region" aria-label="Layers">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">type</th>
            <th scope="col" class="numeric">units</th>
            <th scope="col">activation</th>
            <th scope="col">from</th>
            <th scope="col" class="numeric">parameters</th>
          </tr>
        </thead>
        <tbody>
          ${layers.map((layer) => row(layer, context))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const TRAINED: Readonly<Record<NonNullable<LayerSummary["trained"]>, string>> = {
  all: "",
  weights: t`, biases fixed`,
  biases: t`, weights fixed`,
  none: t`, fixed`,
};

function row(layer: LayerSummary, context: PageContext): TemplateResult {
  const here = context.highlight === layer.name;
  return html`<tr class=${here ? "here" : ""} aria-current=${here ? "true" : nothing}>
    <td>${rowButton(layer.name, layer.range, context)}</td>
    <td>${layer.type}${layer.bias ? t` + bias` : ""}${layer.trained === undefined ? "" : TRAINED[layer.trained]}</td>
    <td class="numeric">${groupDigits(layer.units)}</td>
    <td>${layer.activation}</td>
    <td>${layer.sources.join(" + ")}</td>
    <td class="numeric">${groupDigits(layer.parameters)}</td>
  </tr>`;
}
