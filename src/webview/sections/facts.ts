/** Four facts, each with how it is known. */
import { nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import { formatNumber } from "../../engine/findings/numbers";
import { completenessWords } from "../../engine/report/laws/sentences";
import type { Family, Parametrization } from "../../engine/report/model/facts";
import type { LawsSection } from "../../engine/report/laws/facts";
import type { MetricSection } from "../../engine/report/metric/facts";
import type { Report } from "../../engine/report/types";
import type { PageContext } from "../context";
import { theoremLabel } from "../data/claim-text";
import { groupDigits } from "../data/words";
import { basisTag } from "../parts/basis-tag";
import { t } from "../../engine/findings/language";
import { html } from "../html";
import { BASIS_WORDS, verdictWord } from "../data/engine-words";

const FAMILY_NAME: Readonly<Record<Family, string>> = {
  linear: t`linear`,
  relu: "ReLU",
  analytic: t`analytic`,
  other: t`with blocks`,
  "linear-ode": t`linear neural ODE`,
};
const PARAMETRIZATION_NAME: Readonly<Record<Parametrization, string>> = {
  product: t`product map`,
  "path-lifting": t`path lifting`,
  function: t`function itself`,
  "flow-map": t`end of the flow`,
};
/** What stands where there is no value. */
const NONE = "—";

export function factCards(report: Report, context: PageContext): TemplateResult {
  const { model, laws, intrinsicMetric } = report;
  const lifted = model.liftedDimension === null ? NONE : groupDigits(model.liftedDimension);
  return html`<section class="facts" aria-label="Facts">
    ${card(
      t`Parameters → lifted`,
      html`${groupDigits(model.parameters)} → ${lifted}`,
      html` <span>${PARAMETRIZATION_NAME[model.parametrization]}, ${FAMILY_NAME[model.family]}</span>
        ${
          model.liftedDimension === null && model.note !== undefined
            ? html`<span class="note">${model.note}</span>`
            : nothing
        }`,
    )}
    ${card(
      t`Conservation laws`,
      lawCount(laws.known, laws.independent),
      html` ${basisTag(laws.complete, completenessLabel(laws))} ${noteOfNone(laws.independent)}`,
    )}
    ${card(
      t`Lie algebra dimension`,
      html`${count(laws.lieDimension)}`,
      html` ${basisTag(laws.lieDimension)} ${noteOfNone(laws.lieDimension)}`,
    )}
    ${card(
      t`Intrinsic metric`,
      html`<span class="metric-${intrinsicMetric.value ?? "unknown"}">${verdictWord(intrinsicMetric.value)}</span>`,
      metricTags(intrinsicMetric, context),
    )}
  </section>`;
}

function card(title: string, value: TemplateResult, below: TemplateResult): TemplateResult {
  return html`<div class="card fact">
    <h3>${title}</h3>
    <p class="fact-value">${value}</p>
    <div class="fact-below">${below}</div>
  </div>`;
}

function lawCount(known: Claim<number>, independent: Claim<number>): TemplateResult {
  return independent.value === null && known.value !== null
    ? html`${count(known)} <span class="fact-words">known</span>`
    : html`${count(known)} <span class="fact-words">of</span> ${count(independent)}`;
}

function completenessLabel(laws: LawsSection): string {
  const { basis, value } = laws.complete;
  return value === null ? BASIS_WORDS[basis] : `${BASIS_WORDS[basis]}: ${completenessWords(laws)}`;
}

function metricTags(metric: MetricSection, context: PageContext): TemplateResult {
  const { violation, kernelDimension } = metric;
  const change = kernelDimension.value === 0 ? null : violation.value;
  const label = (size: number): string => `${BASIS_WORDS[violation.basis]}: ${formatNumber(size, context.digits)}`;
  return html`${metric.basis === violation.basis && change !== null ? nothing : basisTag(metric, theoremLabel(metric))}
  ${change === null ? nothing : basisTag(violation, label(change))}
  ${metric.note === undefined || isDecided(metric) ? nothing : html`<span class="note">${metric.note}</span>`}`;
}

function isDecided(metric: MetricSection): boolean {
  return metric.value === "holds" || metric.value === "fails";
}

function count(claim: Claim<number>): string {
  return claim.value === null ? NONE : groupDigits(claim.value);
}

function noteOfNone(claim: Claim<unknown>): TemplateResult | typeof nothing {
  return claim.value === null && claim.note !== undefined ? html`<span class="note">${claim.note}</span>` : nothing;
}
