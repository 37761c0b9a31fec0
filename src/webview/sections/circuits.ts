/** The circuits of a network: of each, whether its metric is intrinsic, and why. */
import { nothing, type TemplateResult } from "lit-html";
import { decisiveFirst } from "../../engine/report/metric/circuits";
import type { MetricSection } from "../../engine/report/metric/facts";
import { circuitText, OF_CIRCUITS } from "../../engine/report/metric/words";
import type { PageContext } from "../context";
import { groupDigits } from "../data/words";
import { claimRow } from "../parts/claim-row";
import { html } from "../html";
import { said } from "../../engine/findings/language";

/** Rows that the page shows; the report has all. */
const MOST_ROWS = 60;

export function circuitsCard({ circuits }: MetricSection, context: PageContext): TemplateResult | typeof nothing {
  if (circuits === undefined) return nothing;
  const shown = decisiveFirst(circuits).slice(0, MOST_ROWS);
  const left = circuits.length - shown.length;
  return html`<div class="card across circuits">
    <h3>Circuits</h3>
    <p class="muted">${said(OF_CIRCUITS)}</p>
    <dl class="claims">
      ${shown.map((circuit) => claimRow(circuit.name, circuit.verdict, circuitText(circuit), context))}
    </dl>
    ${left === 0 ? nothing : html`<p class="muted">${groupDigits(left)} more are in the exported report.</p>`}
  </div>`;
}
