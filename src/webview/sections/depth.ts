/**
 * A linear neural ODE over its depth: the laws, the map Z_s, the residual networks that converge to it, and the pair
 * where φ does not suffice.
 */
import { nothing, type TemplateResult } from "lit-html";
import type { DepthSection, PathPairSection } from "../../engine/report/depth/facts";
import { secondPathSpec } from "../../engine/report/path-spec";
import type { ResidualTraining } from "../../engine/report/run/facts";
import type { Report } from "../../engine/report/types";
import { depthCharts } from "../charts/depth/depth-charts";
import type { PageContext } from "../context";
import { ratesText } from "../data/witness";
import { chartCard } from "../parts/chart-card";
import { claimRow, factRow } from "../parts/claim-row";
import { heatMap } from "../parts/heat-map";
import { shownNumber } from "../parts/number";
import { t } from "../../engine/findings/language";
import { html } from "../html";

/** The gradient is drawn where its map fits beside the facts. */
const GRADIENT_SIDE = 6;

export function depthSection(
  report: Report,
  trained: ResidualTraining | null,
  context: PageContext,
): TemplateResult | typeof nothing {
  const { depth } = report;
  if (depth === undefined) return nothing;
  return html`<section id="depth">
      <h2>Over depth</h2>
      <p class="muted">
        The path s ↦ A_s at the initialization, its laws h_s at every depth, and the map Z_s that it makes: dZ_s/ds =
        A_s Z_s.
      </p>
      <div class="pair">
        ${factsCard(depth, context)}
        ${depthCharts(report, trained, context.digits).map((chart) => chartCard(chart, context))}
      </div>
    </section>
    ${depth.pair === null ? nothing : pairSection(report, depth, depth.pair, context)}`;
}

function factsCard(
  { closedFormError, condition, determinant, unresolved, grid, width }: DepthSection,
  context: PageContext,
): TemplateResult {
  const number = (x: number | null): TemplateResult =>
    x === null ? html`<span class="muted">beyond double precision</span>` : shownNumber(x, context.digits);
  return html`<div class="card">
    <dl class="claims">
      ${factRow(t`Path`, html`${grid} nodes of ${width} × ${width} matrices`)}
      ${factRow(
        t`Not resolved by the grid`,
        html`${shownNumber(unresolved, context.digits)} <span class="muted">of the path</span>`,
      )}
      ${claimRow(
        t`Metric against the closed form`,
        closedFormError,
        html`${shownNumber(closedFormError.value ?? 0, context.digits)} <span class="muted">relative</span>`,
        context,
      )}
      ${factRow(t`Condition number of Z₁`, number(condition))} ${factRow(t`det Z₁`, number(determinant))}
    </dl>
  </div>`;
}

function pairSection(
  report: Report,
  { width }: DepthSection,
  pair: PathPairSection,
  context: PageContext,
): TemplateResult {
  const { liftedDifference, lawDifference, tolerance, metricDifference, distance, rates, gradient } = pair;
  const same = (x: number, of: string): TemplateResult =>
    html`${shownNumber(x, context.digits)}
      <span class="muted">relative to ${of}, <span class="number">held to ${shownNumber(tolerance, 1)}</span></span>`;
  const apart = (x: number, of: string): TemplateResult =>
    html`${shownNumber(x, context.digits)} <span class="muted">relative to ${of}</span>`;
  const spec = secondPathSpec(report);
  return html`<section class="witness" id="path-pair">
    <h2>Counterexample: same Z₁, same laws, two futures</h2>
    <p class="muted">
      Two paths with the same end Z₁ and the same laws at every depth: the initialization and another one. Their metrics
      differ, so Z₁ moves differently from one and the same value.
    </p>
    <div class="pair">
      <div class="card">
        <dl class="claims">
          ${factRow(t`Difference of Z₁`, same(liftedDifference, "‖Z₁‖"))}
          ${factRow(t`Largest difference of a law`, same(lawDifference, t`the size of h’s terms`))}
          ${factRow(t`Difference of the metrics`, apart(metricDifference, "‖M₁‖"))}
          ${factRow(t`Distance of the paths`, apart(distance, t`the first, in L²`))}
        </dl>
        ${
          spec === null
            ? nothing
            : html`<div class="chart-foot">
                <div class="chart-actions">
                  <button
                    class="quiet"
                    @click=${() =>
                      context.post({
                        type: "save",
                        suggestedName: `${context.fileBase}.second.intrinsic.json`,
                        content: spec,
                        encoding: "utf8",
                      })}
                  >
                    Save second path as spec
                  </button>
                </div>
              </div>`
        }
      </div>
      <div class="card">
        <h3>A loss that tells them apart</h3>
        <p class="muted">
          With the gradient G of norm 1 with respect to Z₁, it falls at the rate <span class="number">⟨G, MG⟩</span>.
        </p>
        <dl class="claims">
          ${factRow(t`From the first`, shownNumber(rates[0], context.digits))}
          ${factRow(t`From the second`, shownNumber(rates[1], context.digits))}
          ${
            width <= GRADIENT_SIDE
              ? factRow(
                  "G",
                  heatMap(
                    { family: "path-gradient", rows: width, columns: width, values: gradient, labels: [] },
                    context,
                    t`Gradient G`,
                  ),
                )
              : nothing
          }
        </dl>
        <p class="comparison">${ratesText(rates, context.digits)}</p>
      </div>
    </div>
  </section>`;
}
