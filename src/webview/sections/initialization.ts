/** Where the flow starts: the scheme, and whether the start is relaxed balanced. */
import { nothing, type TemplateResult } from "lit-html";
import { classesText } from "../../engine/report/data/facts";
import type { Interface } from "../../engine/report/initialization/facts";
import type { Report } from "../../engine/report/types";
import type { Charts } from "../charts/charts-of";
import type { PageContext } from "../context";
import { arrow } from "../data/words";
import { chartCard } from "../parts/chart-card";
import { claimRow, factRow } from "../parts/claim-row";
import { shownNumber } from "../parts/number";
import { revealLink } from "../parts/reveal";
import { t } from "../../engine/findings/language";
import { html } from "../html";

/** More interfaces than this are in the chart's table. */
const MOST_LAMBDAS = 6;

export function initializationSection(report: Report, charts: Charts, context: PageContext): TemplateResult {
  const { initialization } = report;
  const ofInterfaces = initialization.interfaces.length > 0 || initialization.relaxedBalanced.value !== null;
  const cards = [charts.imbalance, charts.deviations].flatMap((chart) =>
    chart === null ? [] : [chartCard(chart, context)],
  );
  return html`<section id="initialization">
    <h2>Initialization</h2>
    <p class="muted">
      ${
        ofInterfaces
          ? t`Relaxed balance: at each interface the law matrix is a multiple λ of the identity.`
          : t`Where the flow starts.`
      }
    </p>
    <div class="pair">
      <div class=${cards.length === 1 ? "card" : "card across"}>
        <dl class="claims">
          ${factRow(t`Scheme`, html`${initialization.scheme} ${revealLink(t`Show`, initialization.range, context)}`)}
          ${claimRow(
            t`Relaxed balanced`,
            initialization.relaxedBalanced,
            initialization.relaxedBalanced.value ? t`yes` : t`no`,
            context,
          )}
          ${dataRows(report)}
          ${
            initialization.interfaces.length === 0
              ? undefinedRow(report)
              : lambdaRow(initialization.interfaces, context)
          }
        </dl>
      </div>
      ${cards}
    </div>
  </section>`;
}

function dataRows({ data }: Report): TemplateResult {
  return html`${data?.classes ? factRow(t`Classes`, classesText(data.classes)) : nothing}
  ${(data?.dead ?? []).map(({ layer, units, of }) =>
    factRow(t`Dead on the data`, t`${units.length} of ${of} units of ${layer}`),
  )}`;
}

function lambdaRow(interfaces: readonly Interface[], context: PageContext): TemplateResult {
  return factRow(
    "λ",
    html`<ul class="lambdas">
      ${interfaces
        .slice(0, MOST_LAMBDAS)
        .map(
          (one) =>
            html`<li>
              ${shownNumber(one.lambda, context.digits)} <span class="muted">at ${arrow(one.between)}</span>
            </li>`,
        )}
      ${
        interfaces.length > MOST_LAMBDAS
          ? html`<li class="muted">and ${interfaces.length - MOST_LAMBDAS} more: see the chart's table</li>`
          : nothing
      }
    </ul>`,
  );
}

function undefinedRow(report: Report): TemplateResult | typeof nothing {
  if (report.initialization.relaxedBalanced.note !== undefined) return nothing;
  return factRow("λ", t`not defined here: there is no interface between two dense linear layers`);
}
