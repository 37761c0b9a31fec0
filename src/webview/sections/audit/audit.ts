/** What the weights are that the spec starts from: laws, ties and norms, layer by layer; beside an earlier file, what training did. */
import { nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../../engine/protocol/messages";
import type { StateOf } from "../../../engine/protocol/tasks";
import type { AuditResult } from "../../../engine/report/audit/facts";
import { partsTable } from "../../../engine/report/audit/tables";
import { unitNormsChart } from "../../charts/unit-norms";
import type { PageContext } from "../../context";
import { chartCard } from "../../parts/chart-card";
import { dataTable } from "../../parts/data-table";
import { problemList } from "../problems";
import { statusCard } from "../status-card";
import { beside } from "./beside";
import { lawsCard, logCard } from "./laws";
import { AUDITED_BY_STREAMING, auditDone, FINDINGS, fileRead, sinceFile, STOPPED, TEXT_HAS_CHANGED } from "./words";
import { html } from "../../html";
import { said } from "../../../engine/findings/language";

/** Rows that the page shows; the command line tells all. */
const MOST_ROWS = 200;

export function auditSection({ state, stale, asked }: TaskView<"audit">, context: PageContext): TemplateResult {
  const result = state.kind === "done" ? state.result : null;
  return html`<section id="audit" class="run-section" aria-labelledby="audit-title">
    <h2 id="audit-title">Audit</h2>
    <p class="muted">${AUDITED_BY_STREAMING}</p>
    ${statusOfAudit(state, stale, context)} ${beside(asked ?? null, result, context)}
    ${
      result === null
        ? nothing
        : html`<div class=${stale ? "report report-stale" : "report"}>${found(result, stale, context)}</div>`
    }
  </section>`;
}

function statusOfAudit(state: StateOf<"audit">, stale: boolean, context: PageContext): TemplateResult {
  const running = state.kind === "running";
  return statusCard({
    ...statusOf(state, stale),
    progress: running ? state.progress : null,
    spoken: null,
    buttons: running
      ? html`<button @click=${() => context.post({ type: "stop", task: "audit" })}>Stop the audit</button>`
      : html`<button @click=${() => context.post({ type: "audit", before: "keep", log: "keep", run: null })}>
          Audit again
        </button>`,
  });
}

function statusOf(state: StateOf<"audit">, stale: boolean): { tone: string; line: string; help: string | null } {
  const old = stale ? TEXT_HAS_CHANGED : null;
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
      return { tone: "calm", line: STOPPED, help: old };
    case "failed":
      return { tone: "error", line: said(state.message), help: said(state.help) };
  }
}

function found(result: AuditResult, stale: boolean, context: PageContext): TemplateResult {
  const chart = unitNormsChart(result, context.digits);
  const parts = partsTable(result);
  const { checkpoint, before, log, problems } = result;
  return html`<div class="pair">
    <div class="card across">
      <h3>${checkpoint.path}</h3>
      <p class="muted">${fileRead(checkpoint)}</p>
      ${before === null ? nothing : html`<p class="muted">${sinceFile(before)}</p>`}
      ${
        problems.length === 0
          ? nothing
          : html`<h4 class="audit-findings">${FINDINGS}</h4>
              ${problemList(problems.slice(0, MOST_ROWS), !stale, context)}`
      }
    </div>
    ${lawsCard(result, context)} ${log === null ? nothing : logCard(log, context)}
    ${
      parts.rows.length === 0
        ? nothing
        : html`<div class="card across">
            <h3>Tied and idle parts</h3>
            ${dataTable({ ...parts, rows: parts.rows.slice(0, MOST_ROWS) }, context.digits)}
          </div>`
    }
    ${chart === null ? nothing : html`<div class="audit-chart across">${chartCard(chart, context)}</div>`}
  </div>`;
}
