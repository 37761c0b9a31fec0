/**
 * Where the property fails: two networks that φ and the laws cannot tell apart, and whose futures differ all the same.
 */
import { nothing, type TemplateResult } from "lit-html";
import type { Report } from "../../engine/report/types";
import type { Witness } from "../../engine/report/metric/facts";
import { witnessJson, witnessSpec, type Member } from "../../engine/report/witness-spec";
import type { PageContext } from "../context";
import { tableCsv } from "../../engine/report/writers/csv-text";
import { differenceText, largestWeight, pairLayers, ratesText, witnessTable, type PairLayer } from "../data/witness";
import { factRow } from "../parts/claim-row";
import { dataTable } from "../parts/data-table";
import { heatMap } from "../parts/heat-map";
import { shownNumber } from "../parts/number";
import { pairMaps } from "../parts/pair-maps";
import { t } from "../../engine/findings/language";
import { html } from "../html";
import { BOTH_NEAR } from "./words";

const TABLE = "witness-table";
/** More rows than this make the page slow; the CSV has all. */
const MOST_ROWS = 1000;
/** The gradient is drawn where its map fits beside the facts. */
const GRADIENT_SIDE = 6;

export function witnessSection(report: Report, context: PageContext): TemplateResult | typeof nothing {
  const { witness } = report.intrinsicMetric;
  if (witness === null) return nothing;
  return html`<section class="witness">
    <h2>Counterexample: same φ, same laws, two futures</h2>
    <p class="muted">
      Two settings of the weights with the same φ and the same laws. Their metrics differ, so φ moves differently from
      one and the same value. ${witness.fromInitialization ? nothing : BOTH_NEAR}
    </p>
    <div class="pair">${factsCard(witness, context)} ${lossCard(report, witness, context)}</div>
    ${networksCard(report, witness, context)}
  </section>`;
}

function factsCard(witness: Witness, context: PageContext): TemplateResult {
  const { liftedDifference, lawDifference, tolerance, distance, metricDifference } = witness;
  const same = (x: number, relativeTo: string): TemplateResult =>
    html`${shownNumber(x, context.digits)}
      <span class="muted"
        >relative to ${relativeTo}, <span class="number">held to ${shownNumber(tolerance, 1)}</span></span
      >`;
  const apart = (x: number, relativeTo: string): TemplateResult =>
    html`${shownNumber(x, context.digits)} <span class="muted">relative to ${relativeTo}</span>`;
  return html`<div class=${witness.loss === null ? "card across" : "card"}>
    <dl class="claims">
      ${factRow(t`Difference of φ`, same(liftedDifference, t`the size of its terms`))}
      ${factRow(t`Largest difference of a law`, same(lawDifference, "‖θ₁‖²"))}
      ${factRow(t`Difference of the metrics`, apart(metricDifference, "‖M₁‖"))}
      ${factRow(t`Distance of the weights`, apart(distance, "‖θ₁‖"))}
    </dl>
  </div>`;
}

function lossCard(report: Report, { loss }: Witness, context: PageContext): TemplateResult | typeof nothing {
  if (loss === null) return nothing;
  const { rates, rows, columns, gradient } = loss;
  // Beyond a matrix, the entries of φ are paths: too many to name in a map.
  const drawn =
    report.model.parametrization === "product" &&
    gradient !== null &&
    rows <= GRADIENT_SIDE &&
    columns <= GRADIENT_SIDE;
  const whereElse = drawn || gradient === null ? nothing : t` (it is in the saved pair)`;
  return html`<div class="card">
    <h3>A loss that tells them apart</h3>
    <p class="muted">
      With the gradient G of norm 1 with respect to φ${whereElse}, it falls at the rate
      <span class="number">⟨G, MG⟩</span>.
    </p>
    <dl class="claims">
      ${factRow(t`From the first`, shownNumber(rates[0], context.digits))}
      ${factRow(t`From the second`, shownNumber(rates[1], context.digits))}
      ${
        drawn
          ? factRow(
              "G",
              heatMap(
                { family: "witness-gradient", rows, columns, values: gradient, labels: [] },
                context,
                t`Gradient G`,
              ),
            )
          : nothing
      }
    </dl>
    <p class="comparison">${ratesText(rates, context.digits)}</p>
  </div>`;
}

function networksCard(report: Report, witness: Witness, context: PageContext): TemplateResult {
  const layers = pairLayers(report, witness);
  const json = html`<button class="quiet" @click=${() => save(context, "pair.json", witnessJson(report))}>
    Save pair as JSON
  </button>`;
  if (layers === null)
    return html`<div class="card networks">
      <p>The networks have too many weights to show.</p>
      <div class="chart-foot"><div class="chart-actions">${json}</div></div>
    </div>`;
  const table = witnessTable(report);
  const open = context.isOpen(TABLE);
  const largest = largestWeight(witness);
  const names = { first: witness.fromInitialization ? t`First: the initialization` : t`First`, second: t`Second` };
  const spec = (member: Member): void => save(context, `${member}.intrinsic.json`, witnessSpec(report, member));
  return html`<div class="card networks">
    <h3>The two networks</h3>
    <p class="muted">
      Outlined weights differ: ▲ larger, ▼ smaller than in the other network. One scale of colours for both.
    </p>
    ${layers.map(
      (layer) =>
        html`<div class="pair-layer" role="group" aria-label=${layer.name}>
          <p>
            <strong>${layer.name}</strong>
            <span class="muted">${shapeText(layer)}: ${differenceText(layer, context.digits)}</span>
          </p>
          ${pairMaps(layer, largest, names, context)}
        </div>`,
    )}
    <div class="chart-foot">
      <div class="chart-actions">
        <button
          class="quiet"
          aria-expanded=${open}
          aria-controls=${TABLE}
          @click=${() => context.setOpen(TABLE, !open)}
        >
          Table
        </button>
        <button
          class="quiet"
          aria-label="Save the weights of both networks as CSV"
          @click=${() => save(context, "counterexample.csv", tableCsv(table))}
        >
          CSV
        </button>
        <button class="quiet" @click=${() => spec("first")}>Save first as spec</button>
        <button class="quiet" @click=${() => spec("second")}>Save second as spec</button>
        ${json}
      </div>
    </div>
    ${open ? dataTable({ ...table, rows: table.rows.slice(0, MOST_ROWS) }, context.digits, TABLE) : nothing}
    ${
      open && table.rows.length > MOST_ROWS
        ? html`<p class="note">The first ${MOST_ROWS} rows; the CSV has all ${table.rows.length}.</p>`
        : nothing
    }
  </div>`;
}

function shapeText({ type, rows, columns, list, bias }: PairLayer): string {
  return list ? t`${type} of ${rows}` : `${rows} × ${columns}${bias ? t` and a bias` : ""}`;
}

function save(context: PageContext, suffix: string, content: string | null): void {
  if (content !== null)
    context.post({ type: "save", suggestedName: `${context.fileBase}.${suffix}`, content, encoding: "utf8" });
}
