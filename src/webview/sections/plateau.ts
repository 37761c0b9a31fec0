/** The saddle the network starts at: which layers hold it there, and how long the loss stays on its plateau. */
import { nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import { formatNumber } from "../../engine/findings/numbers";
import type { PlateauSection } from "../../engine/report/plateau/facts";
import type { Report } from "../../engine/report/types";
import type { Charts } from "../charts/charts-of";
import type { PageContext } from "../context";
import { imbalanceIdentityTable, modePlateausTable } from "../data/plateau-tables";
import type { Table } from "../../engine/report/table";
import { chartCard } from "../parts/chart-card";
import { claimRow, claimRows, factRow } from "../parts/claim-row";
import { dataTable } from "../parts/data-table";
import { shownNumber } from "../parts/number";
import { t } from "../../engine/findings/language";
import { html } from "../html";

/** `inRun`: when the loss escaped in a finished run of this text; `null` without one. */
export function plateauSection(
  report: Report,
  inRun: Claim<number> | null,
  charts: Charts,
  context: PageContext,
): TemplateResult | typeof nothing {
  const { plateau } = report;
  if (plateau === null) return nothing;
  return html`<section id="plateau">
    <h2>Plateau</h2>
    <p class="muted">
      How long the loss stays near its first value: a deep network of small layers starts at a saddle, and each layer
      waits for the others.
    </p>
    <div class="pair">
      <div class=${charts.gains === null ? "card across" : "card"}>
        <dl class="claims">
          ${claimRows(
            [
              {
                name: t`Activation class`,
                claim: plateau.activationClass,
                value: html`${plateau.activationClass.value ?? ""}
                  <span class="muted">${plateau.activations[0]?.activation ?? ""}</span>`,
              },
              {
                name: t`Bottleneck layers`,
                claim: plateau.bottleneckLayers,
                value: t`${plateau.bottleneckLayers.value ?? 0} of ${plateau.gains.length}`,
              },
              { name: t`Escape time grows like`, claim: plateau.exponent, value: growth(plateau) },
            ],
            context,
          )}
          ${
            plateau.resonance
              ? factRow(
                  t`Resonance`,
                  html`<span class="muted"
                    >The depth is one above the order of φ_σ: the correction to the law has a logarithm, and slopes
                    approach it slowly.</span
                  >`,
                )
              : nothing
          }
          ${claimRow(t`Escape time`, plateau.escapeTime, escapeText(plateau, context), context)}
          ${
            inRun === null
              ? nothing
              : claimRow(t`In the run`, inRun, html`t = ${shownNumber(inRun.value ?? 0, context.digits)}`, context)
          }
        </dl>
      </div>
      ${charts.gains === null ? nothing : chartCard(charts.gains, context)} ${identityCard(plateau, context)}
      ${modesCard(plateau, context)}
    </div>
  </section>`;
}

function growth({ exponent, bottleneckLayers }: PlateauSection): TemplateResult {
  if (exponent.value === null || bottleneckLayers.value === null) return html`—`;
  if (exponent.value < 0) return html`ε<sup>${formatNumber(exponent.value)}</sup>`;
  return bottleneckLayers.value === 2 ? html`log(1/ε)` : html`not at all`;
}

function escapeText({ escapeTime, escapeSteps, runTime, level }: PlateauSection, context: PageContext): TemplateResult {
  if (escapeTime.value === null) return html`—`;
  const steps = escapeSteps === null ? nothing : html`, about ${formatNumber(escapeSteps, 2)} steps`;
  const run = runTime === null ? nothing : html`; the run ends at t = ${shownNumber(runTime, context.digits)}`;
  return html`t ≈ ${shownNumber(escapeTime.value, context.digits)}${steps}
    <span class="muted">(below ${formatNumber(100 * level)} % of the first loss${run})</span>`;
}

function identityCard(plateau: PlateauSection, context: PageContext): TemplateResult | typeof nothing {
  if (plateau.imbalance.length === 0) return nothing;
  return html`<div class="card identity">
    <h3>Imbalance identity</h3>
    <p class="muted">
      The rate of ‖W_out‖² − ‖W_in‖² at each hidden layer at the start, from the gradient and from φ_σ: two computations
      of one number; their difference is relative to its terms.
    </p>
    ${dataTable(imbalanceIdentityTable(plateau), context.digits)}
    ${
      plateau.activations.some(({ kink }) => kink)
        ? html`<p class="note">
            At a kink φ_σ(0) = 0, whatever derivative is taken there: the identity holds as computed, and the run
            follows that choice.
          </p>`
        : nothing
    }
  </div>`;
}

function modesCard(plateau: PlateauSection, context: PageContext): TemplateResult | typeof nothing {
  if (plateau.modes === null || plateau.modes.length === 0) return nothing;
  return html`<div class="card">
    <h3>Modes of the target</h3>
    <p class="muted">When each reaches half of its strength: a plateau before every one that is learnt late.</p>
    ${dataTable(withoutNotes(modePlateausTable(plateau.modes)), context.digits)}
  </div>`;
}

/** The notes are the last column: they would make every row as high as a paragraph. The export has them. */
function withoutNotes({ columns, rows, ...table }: Table): Table {
  return { ...table, columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)) };
}
