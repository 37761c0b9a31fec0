/** Signals at the start: do they reach the outputs, and gradients the inputs? */
import { nothing, type TemplateResult } from "lit-html";
import { sentWords, signalSentence, singularValuesText } from "../../engine/report/signal/words";
import type { Report } from "../../engine/report/types";
import type { Charts } from "../charts/charts-of";
import type { PageContext } from "../context";
import { chartCard } from "../parts/chart-card";
import { claimRow, claimRows, factRow } from "../parts/claim-row";
import { shownNumber } from "../parts/number";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function signalSection(
  { signal }: Report,
  charts: Charts,
  context: PageContext,
): TemplateResult | typeof nothing {
  if (signal === null) return nothing;
  const { gain, backwardGain, jacobian, meanField, fluctuation } = signal;
  const number = (x: number | null): TemplateResult => shownNumber(x ?? 0, context.digits);
  return html`<section id="signal">
    <h2>Signals at the start</h2>
    <p class="muted">
      ${signalSentence(signal) ?? t`Nothing was sent.`} What ${sentWords(signal)} become from layer to layer, and
      gradients on their way back.
    </p>
    <div class="pair">
      <div class=${charts.signal === null ? "card across" : "card"}>
        <dl class="claims">
          ${claimRows(
            [
              { name: t`Gain at a layer`, claim: gain, value: number(gain.value) },
              { name: t`Gain of gradients`, claim: backwardGain, value: number(backwardGain.value) },
              {
                name: t`Singular values of ∂output/∂input`,
                claim: jacobian,
                value: singularValuesText(signal, context.digits),
              },
            ],
            context,
          )}
          ${
            meanField.chi.value === null
              ? nothing
              : claimRow(t`χ of wide networks`, meanField.chi, number(meanField.chi.value), context)
          }
          ${
            meanField.depthScale === null
              ? nothing
              : factRow(t`Depth scale`, html`${number(meanField.depthScale)} layers`)
          }
          ${
            fluctuation.value === null
              ? nothing
              : claimRow(t`Varies between draws by`, fluctuation, number(fluctuation.value), context)
          }
        </dl>
      </div>
      ${charts.signal === null ? nothing : chartCard(charts.signal, context)}
    </div>
  </section>`;
}
