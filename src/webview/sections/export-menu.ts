/** Export…: the report as JSON, with the training run; all tables as CSV. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { SimulationView, SweepView } from "../../engine/protocol/messages";
import type { Report } from "../../engine/report/types";
import { chartsOf } from "../charts/charts-of";
import type { PageContext } from "../context";
import { csvOfAll } from "../data/csv";
import { reportJson } from "../data/report-json";
import { sweepTable } from "../charts/sweep-chart";
import { latticeChart } from "../charts/manifold-lattice";
import { depthCharts } from "../charts/depth/depth-charts";
import { manifoldTables } from "../data/manifold-tables";
import { plateauTables } from "../data/plateau-tables";
import { factsTable, lawsTable, lawValuesTable, layersTable } from "../data/report-tables";
import { freshRun, olderRunReport, reportWithRun } from "../data/run";
import { runTables } from "../charts/run/run-shown";
import type { Table } from "../data/table";
import { witnessTable } from "../data/witness";
import { resultOf } from "../data/sweep";

const KEY = "export";

export function exportMenu(
  report: Report,
  simulation: SimulationView | null,
  sweep: SweepView | null,
  context: PageContext,
): TemplateResult {
  const open = context.isOpen(KEY);
  const older = olderRunReport(simulation);
  const close = (): void => context.setOpen(KEY, false);
  const save = (event: Event, suffix: string, content: string): void => {
    focusMenuButton(event);
    close();
    context.post({ type: "save", suggestedName: `${context.fileBase}.${suffix}`, content, encoding: "utf8" });
  };
  return html`<div
    class="menu"
    @keydown=${(event: KeyboardEvent) => closeOnEscape(event, close)}
    @focusout=${(event: FocusEvent) => closeOnLeave(event, close)}
  >
    <button aria-expanded=${open} aria-controls="export-choices" @click=${() => context.setOpen(KEY, !open)}>
      Export…
    </button>
    ${
      open
        ? html`<div id="export-choices" class="menu-choices">
            <button
              @click=${(event: Event) =>
                save(event, "report.json", `${reportJson(reportWithRun(report, simulation))}\n`)}
            >
              Report as JSON
            </button>
            ${
              older === null
                ? nothing
                : html`<button @click=${(event: Event) => save(event, "run.json", `${reportJson(older)}\n`)}>
                    Older text's run as JSON
                  </button>`
            }
            <button
              @click=${(event: Event) =>
                save(event, "tables.csv", csvOfAll(allTables(report, simulation, sweep, context.digits)))}
            >
              All tables as CSV
            </button>
          </div>`
        : nothing
    }
  </div>`;
}

export function allTables(
  report: Report,
  simulation: SimulationView | null,
  sweep: SweepView | null,
  digits: number,
): Table[] {
  const { imbalance, deviations, spectrum, gains } = chartsOf(report, digits);
  const charts = [
    imbalance,
    deviations,
    spectrum,
    gains,
    ...depthCharts(report, freshRun(simulation)?.trajectory?.residualTraining ?? null, digits),
  ].flatMap((chart) => (chart === null ? [] : [chart.table]));
  return [
    factsTable(report),
    lawsTable(report),
    lawValuesTable(report),
    ...plateauTables(report),
    ...manifoldTables(report),
    ...latticeTables(report),
    ...charts,
    witnessTable(report),
    layersTable(report),
    ...runTables(simulation, digits),
    ...sweepTables(sweep),
  ].filter((t) => t.rows.length > 0);
}

function sweepTables(sweep: SweepView | null): Table[] {
  const result = sweep === null ? null : resultOf(sweep.state);
  if (sweep === null || result === null) return [];
  const table = sweepTable(result);
  return [sweep.stale ? { ...table, title: `${table.title}, of an older text` } : table];
}

function latticeTables(report: Report): Table[] {
  const lattice = latticeChart(report);
  return lattice === null ? [] : [lattice.table];
}

function closeOnEscape(event: KeyboardEvent, close: () => void): void {
  if (event.key !== "Escape") return;
  focusMenuButton(event);
  close();
}

/** A closing menu hands the focus back to the button that opened it. */
function focusMenuButton(event: Event): void {
  (event.currentTarget as HTMLElement).closest(".menu")?.querySelector("button")?.focus();
}

function closeOnLeave(event: FocusEvent, close: () => void): void {
  const menu = event.currentTarget as HTMLElement;
  if (!(event.relatedTarget instanceof Node) || !menu.contains(event.relatedTarget)) close();
}
