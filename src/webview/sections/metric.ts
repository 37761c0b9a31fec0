/** Does φ(θ) determine its own future? The kernel of [∂φ; ∂h], and how the metric changes along it. */
import { nothing, type TemplateResult } from "lit-html";
import type { Report } from "../../engine/report/types";
import type { Charts } from "../charts/charts-of";
import type { PageContext } from "../context";
import { groupDigits } from "../data/words";
import { chartCard } from "../parts/chart-card";
import { claimRows, factRow } from "../parts/claim-row";
import { shownNumber } from "../parts/number";
import { circuitsCard } from "./circuits";
import { theoremsCard } from "./theorems";
import { t } from "../../engine/findings/language";
import { html } from "../html";
import { verdictWord } from "../data/engine-words";

export function metricSection(report: Report, charts: Charts, context: PageContext): TemplateResult {
  const metric = report.intrinsicMetric;
  const { recoverability } = report;
  const { kernelDimension, violation, spectrum } = metric;
  return html`<section id="metric">
    <h2>Intrinsic metric</h2>
    <p class="muted">
      It holds when no direction that changes neither φ nor any law changes the metric: then φ(θ) follows an equation of
      its own.
    </p>
    <div class="pair">
      <div class=${charts.spectrum === null && metric.theorems.length === 0 ? "card across" : "card"}>
        <dl class="claims">
          ${claimRows(
            [
              { name: t`Intrinsic metric`, claim: metric, value: verdictWord(metric.value) },
              {
                name: t`Dimension of the kernel`,
                claim: kernelDimension,
                value: kernelDimension.value === null ? "" : groupDigits(kernelDimension.value),
              },
              {
                name: t`Change of the metric along it`,
                claim: violation,
                value: violation.value === null ? "" : shownNumber(violation.value, context.digits),
              },
              {
                name: t`θ recoverable from φ and the laws`,
                claim: recoverability,
                value: recoverability.value === true ? t`yes, locally` : t`no`,
              },
            ],
            context,
          )}
          ${
            metric.witnessNote === undefined
              ? nothing
              : factRow(t`Counterexample`, html`<span class="muted">${metric.witnessNote}</span>`)
          }
          ${
            spectrum === null
              ? nothing
              : factRow(
                  t`Rank of [∂φ; ∂h]`,
                  html`${groupDigits(spectrum.rank)} of
                  ${groupDigits(report.model.parameters)}${gapText(spectrum.gap, context)}`,
                )
          }
        </dl>
      </div>
      ${charts.spectrum === null ? nothing : chartCard(charts.spectrum, context)} ${theoremsCard(metric, context)}
      ${circuitsCard(metric, context)}
    </div>
  </section>`;
}

function gapText(gap: number | null, context: PageContext): TemplateResult | typeof nothing {
  return gap === null ? nothing : html`, <span class="muted">gap</span> ${shownNumber(gap, context.digits)}`;
}
