/** What the weights are that the spec starts from: laws, ties and norms, layer by layer. */
import { nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/messages";
import type { StateOf } from "../../engine/protocol/tasks";
import type { AuditResult } from "../../engine/report/audit/facts";
import { lawsTable, partsTable } from "../../engine/report/audit/tables";
import { unitNormsChart } from "../charts/unit-norms";
import type { PageContext } from "../context";
import { chartCard } from "../parts/chart-card";
import { dataTable } from "../parts/data-table";
import { progressBar } from "./header";
import { AUDITED_BY_STREAMING, auditDone, fileRead } from "./words";
import { said, t } from "../../engine/findings/language";
import { html } from "../html";

/** Rows that the page shows; the command line tells all. */
const MOST_ROWS = 200;

export function auditSection({ state, stale }: TaskView<"audit">, context: PageContext): TemplateResult {
  return html`<section id="audit" class="run-section" aria-labelledby="audit-title">
    <h2 id="audit-title">Audit</h2>
    <p class="muted">${AUDITED_BY_STREAMING}</p>
    ${statusCard(state, stale, context)}
    ${
      state.kind === "done"
        ? html`<div class=${stale ? "report report-stale" : "report"}>${found(state.result, context)}</div>`
        : nothing
    }
  </section>`;
}

function statusCard(state: StateOf<"audit">, stale: boolean, context: PageContext): TemplateResult {
  const { tone, line, help } = statusOf(state, stale);
  return html`<div class="notice run-status tone-${tone}">
    <div class="run-line">
      <p class="run-sentence" role="status">${line}</p>
      <div class="run-buttons">
        ${
          state.kind === "running"
            ? html`<button @click=${() => context.post({ type: "stop", task: "audit" })}>Stop the audit</button>`
            : html`<button @click=${() => context.post({ type: "start", task: "audit" })}>Audit again</button>`
        }
      </div>
    </div>
    ${state.kind === "running" ? progressBar(state.progress, "full") : nothing}
    ${help === null ? nothing : html`<p>${help}</p>`}
  </div>`;
}

function statusOf(state: StateOf<"audit">, stale: boolean): { tone: string; line: string; help: string | null } {
  const old = stale ? t`The text has changed since.` : null;
  switch (state.kind) {
    case "running":
      return { tone: "busy", line: `${said(state.progress.stage)}.`, help: old };
    case "done": {
      const { problems } = state.result;
      const worst = problems.some(({ severity }) => severity === "error");
      return {
        tone: worst ? "error" : problems.length > 0 ? "warning" : "calm",
        line: auditDone(problems.length, state.milliseconds),
        help: old,
      };
    }
    case "stopped":
      return { tone: "calm", line: t`Stopped.`, help: old };
    case "failed":
      return { tone: "error", line: state.message, help: state.help };
  }
}

function found(result: AuditResult, context: PageContext): TemplateResult {
  const chart = unitNormsChart(result, context.digits);
  const [laws, parts] = [lawsTable(result), partsTable(result)];
  const { checkpoint, problems } = result;
  return html`<div class="pair">
    <div class="card across">
      <h3>${checkpoint.path}</h3>
      <p class="muted">${fileRead(checkpoint)}</p>
      ${
        problems.length === 0
          ? nothing
          : html`<ul>
              ${problems.map(({ message, help }) => html`<li>${message} ${help}</li>`)}
            </ul>`
      }
    </div>
    <div class="card across">
      <h3>Laws</h3>
      ${dataTable({ ...laws, rows: laws.rows.slice(0, MOST_ROWS) }, context.digits)}
      ${
        laws.rows.length > MOST_ROWS
          ? html`<p class="note">and ${laws.rows.length - MOST_ROWS} more, which the command line tells</p>`
          : nothing
      }
    </div>
    ${
      parts.rows.length === 0
        ? nothing
        : html`<div class="card across">
            <h3>Tied and idle parts</h3>
            ${dataTable({ ...parts, rows: parts.rows.slice(0, MOST_ROWS) }, context.digits)}
          </div>`
    }
    ${chart === null ? nothing : chartCard(chart, context)}
  </div>`;
}
