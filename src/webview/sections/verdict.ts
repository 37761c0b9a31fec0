/** The verdict in one sentence, its reason in one more, and where it comes from. */
import { nothing, type TemplateResult } from "lit-html";
import { formatNumber } from "../../engine/findings/numbers";
import type { Verdict } from "../../engine/findings/verdict";
import type { Report } from "../../engine/report/types";
import { verdictOf, type Tone } from "../../engine/report/verdict";
import type { PageContext } from "../context";
import { worstInterface } from "../data/status";
import { arrow } from "../data/words";
import { basisTag } from "../parts/basis-tag";
import { revealLink } from "../parts/reveal";
import { problemList } from "./problems";
import { t } from "../../engine/findings/language";
import { html } from "../html";

const MARK: Readonly<Record<Tone, { sign: string; word: string }>> = {
  good: { sign: "✓", word: t`Holds` },
  bad: { sign: "✕", word: t`Fails` },
  unknown: { sign: "?", word: t`Open` },
};

export function verdictSection(report: Report, context: PageContext): TemplateResult {
  const verdict = verdictOf(report);
  const metric = report.intrinsicMetric;
  const mark = MARK[verdict.tone];
  return html`<section id="verdict" class="verdict tone-${verdict.tone}">
    <h2><span class="mark" role="img" aria-label=${mark.word}>${mark.sign}</span>${verdict.headline}</h2>
    <p class="reason">${verdict.reason} ${imbalanceSentence(report, context)}</p>
    <p class="source">
      ${basisTag(metric)}
      ${metric.reference === undefined ? nothing : html`<span class="muted">${metric.reference}</span>`}
      ${metric.openQuestion ? html`<span class="open-question">${openQuestionText(metric.value)}</span>` : nothing}
    </p>
    ${report.problems.length === 0 ? nothing : problemList(report.problems, context.current, context)}
  </section>`;
}

function openQuestionText(value: Verdict | null): string {
  return value === "holds" || value === "fails"
    ? t`No theorem decides this case: the verdict rests on the measurement.`
    : t`Open question: no theorem decides this case.`;
}

function imbalanceSentence(report: Report, context: PageContext): TemplateResult | typeof nothing {
  const worst = worstInterface(report);
  if (worst === null) return nothing;
  return html`Relaxed balance fails at ${arrow(worst.between)} (imbalance
  ${formatNumber(worst.imbalance, context.digits)}).
  ${revealLink(t`Show in the spec`, report.initialization.range ?? worst.range, context)}`;
}
