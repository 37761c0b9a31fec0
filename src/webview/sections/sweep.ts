/** The spec's sweep: how far it is, the plot with the exponent, and the numbers. */
import { nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/messages";
import type { StateOf } from "../../engine/protocol/tasks";
import type { SweepFit, SweepResult } from "../../engine/report/sweep";
import { sweepChart, sweepTable } from "../charts/sweep-chart";
import type { PageContext } from "../context";
import { resultOf } from "../data/sweep";
import { numbers, type Table } from "../../engine/report/table";
import { chartCard } from "../parts/chart-card";
import { claimRow } from "../parts/claim-row";
import { dataTable } from "../parts/data-table";
import { shownNumber } from "../parts/number";
import { statusCard } from "./status-card";
import { sweepDone } from "./words";
import { said, t } from "../../engine/findings/language";
import { html } from "../html";

/** Rows that the page shows; the export has all. */
const MOST_ROWS = 60;

export function sweepSection({ state, stale }: TaskView<"sweep">, context: PageContext): TemplateResult {
  const result = resultOf(state);
  return html`<section id="sweep" class="run-section" aria-labelledby="sweep-heading">
    <h2 id="sweep-heading">Sweep</h2>
    <p class="muted">The same spec run once per value: how a number grows, beside what theory says.</p>
    ${statusOfSweep(state, stale, context)}
    ${
      result === null
        ? nothing
        : html`<div class=${stale ? "report report-stale" : "report"}>${found(result, context)}</div>`
    }
  </section>`;
}

function statusOfSweep(state: StateOf<"sweep">, stale: boolean, context: PageContext): TemplateResult {
  const running = state.kind === "running";
  return statusCard({
    ...statusOf(state, stale),
    progress: running ? state.progress : null,
    spoken: running ? t`The sweep is on its way.` : null,
    buttons: context.kept
      ? nothing
      : running
        ? html`<button @click=${() => context.post({ type: "stop", task: "sweep" })}>Stop the sweep</button>`
        : html`<button
            class=${stale || state.kind !== "done" ? "primary" : ""}
            @click=${() => context.post({ type: "start", task: "sweep" })}
          >
            Sweep again
          </button>`,
  });
}

function statusOf(state: StateOf<"sweep">, stale: boolean): { tone: string; line: string; help: string | null } {
  const old = stale ? t`The text has changed since.` : null;
  switch (state.kind) {
    case "running":
      return { tone: "busy", line: t`Running: ${said(state.progress.stage)}.`, help: old };
    case "done": {
      const { runs, without } = state.result;
      return {
        tone: without > 0 ? "warning" : "calm",
        line: sweepDone(runs, state.milliseconds, without),
        help: old ?? (without > 0 ? t`The table says why.` : null),
      };
    }
    case "stopped":
      return {
        tone: "calm",
        line:
          state.partial === null
            ? t`Stopped before the first run ended.`
            : t`Stopped: ${state.partial.finished} of ${state.partial.runs} runs.`,
        help: old,
      };
    case "failed":
      return { tone: "error", line: state.message, help: state.help };
  }
}

function found(result: SweepResult, context: PageContext): TemplateResult {
  const chart = sweepChart(result, context.digits);
  const table = sweepTable(result);
  return html`<div class="pair">
    ${chart === null ? nothing : chartCard(chart, context)}
    ${result.fit === null ? nothing : fitCard(result.fit, context)}
    <div class="card across">
      <h3>Runs</h3>
      <p class="muted">
        ${
          chart === null && result.fitNote !== undefined
            ? result.fitNote
            : t`One row for each value, every number with its digits on hover.`
        }
      </p>
      ${dataTable({ ...table, rows: table.rows.slice(0, MOST_ROWS) }, context.digits)}
      ${
        table.rows.length > MOST_ROWS
          ? html`<p class="note">and ${table.rows.length - MOST_ROWS} more, which the export of all tables holds</p>`
          : nothing
      }
    </div>
  </div>`;
}

function fitCard(fit: SweepFit, context: PageContext): TemplateResult {
  const { exponent, low, high, theory } = fit;
  const number = (x: number | null): TemplateResult => shownNumber(x ?? 0, context.digits);
  const interval =
    low === null || high === null
      ? nothing
      : html` <span class="muted"
          >(95 %: ${shownNumber(low, context.digits)} to ${shownNumber(high, context.digits)})</span
        >`;
  return html`<div class="card">
    <h3>Exponent</h3>
    <p class="muted">
      The slope on logarithms. A law for small values shows in the last rows, not in the fit over all.
    </p>
    <dl class="claims">
      ${claimRow(t`Over all runs`, exponent, html`${number(exponent.value)}${interval}`, context)}
      ${theory === null ? nothing : claimRow(t`Theory`, theory, number(theory.value), context)}
    </dl>
    ${dataTable(localTable(fit), context.digits)}
  </div>`;
}

function localTable({ local, perFold }: SweepFit): Table {
  return {
    id: "sweep-slopes",
    title: t`Slopes between neighbours`,
    columns: [numbers(t`from`), numbers(t`to`), numbers(t`slope`), numbers(t`per e`)],
    rows: local.map(({ from, to, slope }, i) => [from, to, slope, perFold[i]?.change ?? null]),
  };
}
