/** A run that is trained elsewhere, while its file grows. */
import { nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/messages";
import type { StateOf } from "../../engine/protocol/tasks";
import type { WatchedRun } from "../../engine/report/watch";
import { familiesTable, watchCharts } from "../charts/watch/watch-charts";
import { remarks, statusLine, WATCH_INTRO } from "../charts/watch/words";
import type { PageContext } from "../context";
import { chartCard } from "../parts/chart-card";
import { dataTable } from "../parts/data-table";
import { t } from "../../engine/findings/language";
import { html } from "../html";

/** Rows that the page shows; the tables of the charts have the curves. */
const MOST_ROWS = 60;

/** It speaks of a file, not of the spec's text: an edit does not make it older. */
export function watchSection({ state }: Pick<TaskView<"watch">, "state">, context: PageContext): TemplateResult {
  const run = watchedRun(state);
  return html`<section id="watch" class="run-section" aria-labelledby="watch-title">
    <h2 id="watch-title">Watched run</h2>
    <p class="muted">${WATCH_INTRO}</p>
    ${statusCard(state, run, context)} ${run === null ? nothing : found(run, context)}
  </section>`;
}

function watchedRun(state: StateOf<"watch">): WatchedRun | null {
  switch (state.kind) {
    case "running":
    case "stopped":
      return state.partial;
    case "done":
      return state.result;
    case "failed":
      return null;
  }
}

function statusCard(state: StateOf<"watch">, run: WatchedRun | null, context: PageContext): TemplateResult {
  const following = state.kind === "running";
  const line = state.kind === "failed" ? state.message : run === null ? t`Opening the file.` : statusLine(run);
  const tone = state.kind === "failed" ? "error" : following ? "busy" : "calm";
  return html`<div class="notice run-status tone-${tone}">
    <div class="run-line">
      <p class="run-sentence">${following || state.kind === "failed" ? line : html`No longer watched. ${line}`}</p>
      <div class="run-buttons">
        ${
          following
            ? html`<button @click=${() => context.post({ type: "stop", task: "watch" })}>Stop watching</button>`
            : nothing
        }
      </div>
    </div>
    ${state.kind === "failed" ? html`<p>${state.help}</p>` : nothing}
    ${
      run === null || remarks(run).length === 0
        ? nothing
        : html`<ul class="run-details muted">
            ${remarks(run).map((remark) => html`<li>${remark}</li>`)}
          </ul>`
    }
  </div>`;
}

function found(run: WatchedRun, context: PageContext): TemplateResult {
  const table = familiesTable(run);
  return html`<div class="pair run-charts">
    ${watchCharts(run).map((chart) => chartCard(chart, context))}
    ${
      table.rows.length === 0
        ? nothing
        : html`<div class="card across">
            <h3>${table.title}</h3>
            <p class="muted">
              All measured; “off in one step”: the largest distance from the recursion, relative to h.
            </p>
            ${dataTable({ ...table, rows: table.rows.slice(0, MOST_ROWS) }, context.digits)}
          </div>`
    }
  </div>`;
}
