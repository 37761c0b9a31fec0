/** Theorem and measurement side by side: every hypothesis that was checked, and what the kernel test says by itself. */
import { nothing, type TemplateResult } from "lit-html";
import type { Hypothesis, MetricSection, TheoremCheck } from "../../engine/report/metric/facts";
import type { PageContext } from "../context";
import { claimRow } from "../parts/claim-row";
import { shownNumber } from "../parts/number";
import { t } from "../../engine/findings/language";
import { html } from "../html";
import { verdictWord } from "../data/engine-words";

export function theoremsCard(metric: MetricSection, context: PageContext): TemplateResult | typeof nothing {
  if (metric.theorems.length === 0) return nothing;
  return html`<div class="card across theorems">
    <h3>What decides</h3>
    <p class="muted">Each statement decides where all its hypotheses are met. The measurement is made without them.</p>
    <ul class="checks">
      ${metric.theorems.map((check) => checkItem(check, context))}
    </ul>
    <dl class="claims">
      ${claimRow(t`Measured at the initialization`, metric.measurement, measuredWord(metric), context)}
    </dl>
  </div>`;
}

function measuredWord({ measurement, kernelDimension }: MetricSection): string {
  if (measurement.value === "fails") return verdictWord("fails");
  if (measurement.value !== "holds") return verdictWord(null);
  return kernelDimension.value === 0 ? verdictWord("holds") : t`the necessary condition is met`;
}

function checkItem(
  { reference, published, conclusion, applies, hypotheses }: TheoremCheck,
  context: PageContext,
): TemplateResult {
  return html`<li class="check">
    <div>
      <span class="check-outcome"
        >${applies ? (conclusion === "holds" ? t`It holds` : t`It fails`) : t`Does not apply`}</span
      >
      <span class="muted"
        >by ${reference}${published ? "" : t` (not a published theorem: it supports the measurement)`}</span
      >
    </div>
    <ul>
      ${hypotheses.map((hypothesis) => hypothesisItem(hypothesis, context))}
    </ul>
  </li>`;
}

function hypothesisItem({ text, met, residual, tolerance }: Hypothesis, context: PageContext): TemplateResult {
  return html`<li class=${met ? "hypothesis met" : "hypothesis unmet"}>
    <span class="hypothesis-sign" aria-hidden="true">${met ? "✓" : "✕"}</span>
    <span
      ><span class="unseen">${met ? t`Met: ` : t`Not met: `}</span>${text}${
        residual === undefined || tolerance === undefined
          ? nothing
          : html` <span class="muted"
              >(${shownNumber(residual, context.digits)} against ${shownNumber(tolerance, context.digits)})</span
            >`
      }</span
    >
  </li>`;
}
