/** Several kept runs beside each other: what they are, where their specs differ, their numbers, their courses. */
import { nothing, type TemplateResult } from "lit-html";
import type { RunsView } from "../../engine/protocol/runs";
import type { SpecDifference } from "../../engine/report/spec-differences";
import { numbered, overlaidCharts, type Numbered } from "../charts/overlaid";
import type { PageContext } from "../context";
import { comparedRows, type ComparedValue } from "../data/compared";
import { whenText } from "../data/freshness";
import { plural } from "../data/words";
import { basisTag } from "../parts/basis-tag";
import { chartCard } from "../parts/chart-card";
import { shownNumber } from "../parts/number";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function comparison({ runs, differences }: RunsView, context: PageContext): TemplateResult {
  const all = numbered(runs);
  const charts = overlaidCharts(all);
  return html`<section class="compared" aria-labelledby="compared-title">
      <h2 id="compared-title">${plural(runs.length, t`kept run`, t`kept runs`)}</h2>
      <p class="muted">As they were when they ended, the oldest first; their specs may have changed since.</p>
      ${runsTable(all, context)}
    </section>
    <section class="compared" aria-labelledby="compared-specs-title">
      <h2 id="compared-specs-title">What differs in the specs</h2>
      ${differencesTable(all, differences)}
    </section>
    <section class="compared" aria-labelledby="compared-numbers-title">
      <h2 id="compared-numbers-title">Numbers</h2>
      <p class="muted">Those that at least one of the runs has, each with how it is known.</p>
      ${numbersTable(all, context)}
    </section>
    ${
      charts.length === 0
        ? nothing
        : html`<section class="compared" aria-labelledby="compared-charts-title">
            <h2 id="compared-charts-title">Courses</h2>
            <div class="pair">${charts.map((chart) => chartCard(chart, context))}</div>
          </section>`
    }`;
}

function runsTable(all: readonly Numbered[], context: PageContext): TemplateResult {
  const first = all.at(0);
  return table(
    t`Runs`,
    [t`run`, t`ended`, t`outcome`, t`spec`],
    all.map(({ label, run: { id, heading, text } }, i) => [
      label,
      whenText(heading.at),
      heading.outcome,
      i === 0 || first === undefined || text === null || first.run.text === null
        ? text === null
          ? t`text not known`
          : "—"
        : html`<button
            class="quiet"
            aria-label="Compare with 1: the spec of ${label} beside that of ${first.label}"
            @click=${() => context.post({ type: "compareSpecs", runs: [first.run.id, id] })}
          >
            Compare with 1
          </button>`,
    ]),
  );
}

function differencesTable(all: readonly Numbered[], differences: readonly SpecDifference[]): TemplateResult {
  if (all.some(({ run }) => run.text === null))
    return html`<p class="muted">The text of one of the runs is not known: it was edited before the run began.</p>`;
  if (differences.length === 0)
    return html`<p class="muted">Nothing, beside comments and layout: the runs are of the same spec.</p>`;
  return table(
    t`What differs in the specs`,
    [t`property`, ...all.map(({ label }) => label)],
    differences.map(({ path, values }) => [html`<code>${path}</code>`, ...values.map((value) => value ?? "—")]),
  );
}

function numbersTable(all: readonly Numbered[], context: PageContext): TemplateResult {
  return table(
    t`Numbers`,
    ["", ...all.map(({ label }) => label)],
    comparedRows(all.map(({ run }) => run)).map(({ name, values }) => [
      name,
      ...values.map((value) => valueCell(value, context)),
    ]),
  );
}

function valueCell(found: ComparedValue | null, { digits }: PageContext): TemplateResult | string {
  if (found === null) return "";
  const { value, claim } = found;
  return html`${typeof value === "number" ? shownNumber(value, digits) : value}
  ${claim === null ? nothing : basisTag(claim)}`;
}

/** The first cell of a row names it. */
function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly (TemplateResult | string)[])[],
): TemplateResult {
  return html`<div class="table-box wide" tabindex="0" role="region" aria-label=${t`${title}: data`}>
    <table class="rows">
      <thead>
        <tr>
          ${columns.map((name) => (name === "" ? html`<td></td>` : html`<th scope="col">${name}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
