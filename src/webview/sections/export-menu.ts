/** Export…: the report with the training run, and all tables, in every format that has a writer for them. */
import { nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/messages";
import type { Report } from "../../engine/report/types";
import type { PageContext } from "../context";
import { FRAMEWORK_NAMES, FRAMEWORK_TITLES, type FrameworkName } from "../../engine/protocol/frameworks";
import { write, writersOf, type Document, type DocumentKind } from "../../engine/report/writers";
import { sweepTable } from "../charts/sweep-chart";
import { layersTable } from "../data/report-tables";
import { freshRun, olderRunReport, reportWithRun } from "../data/run";
import { runTables } from "../charts/run/run-shown";
import type { Table } from "../../engine/report/table";
import { resultOf } from "../data/sweep";
import { shownOf, VIEWS } from "./index";
import { t } from "../../engine/findings/language";
import { html } from "../html";

const KEY = "export";

export function exportMenu(
  report: Report,
  simulation: TaskView<"simulate"> | null,
  sweep: TaskView<"sweep"> | null,
  context: PageContext,
): TemplateResult {
  const open = context.isOpen(KEY);
  const close = (): void => context.setOpen(KEY, false);
  const save = (event: Event, suffix: string, content: string): void => {
    focusMenuButton(event);
    close();
    context.post({ type: "save", suggestedName: `${context.fileBase}.${suffix}`, content, encoding: "utf8" });
  };
  const take = (event: Event, to: FrameworkName): void => {
    focusMenuButton(event);
    close();
    context.post({ type: "takeStart", to });
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
            ${exportsOf(report, simulation, sweep, context.digits).map(
              ({ label, file, content }) =>
                html`<button @click=${(event: Event) => save(event, file, content())}>${label}</button>`,
            )}
            ${FRAMEWORK_NAMES.map(
              (to) =>
                html`<button @click=${(event: Event) => take(event, to)}>Start for ${FRAMEWORK_TITLES[to]}</button>`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}

interface Export {
  readonly label: string;
  /** The end of the file's name. */
  readonly file: string;
  /** Written when it is asked for. */
  readonly content: () => string;
}

/** What the menu offers: each thing there is, in each format that can write it and is no terminal's. */
export function exportsOf(
  report: Report,
  simulation: TaskView<"simulate"> | null,
  sweep: TaskView<"sweep"> | null,
  digits: number,
  date = new Date().toISOString(),
): Export[] {
  const older = olderRunReport(simulation);
  return [
    ...inEveryFormat(t`Report`, "report", "reports", () => ({
      kind: "reports",
      entries: [reportWithRun(report, simulation)],
      date,
    })),
    ...(older === null
      ? []
      : inEveryFormat(t`Older text's run`, "run", "reports", () => ({ kind: "reports", entries: [older], date }))),
    ...inEveryFormat(t`All tables`, "tables", "tables", () => ({
      kind: "tables",
      tables: allTables(report, simulation, sweep, digits),
    })),
  ];
}

function inEveryFormat(what: string, base: string, kind: DocumentKind, document: () => Document): Export[] {
  return writersOf(kind).flatMap((writer) =>
    writer.extension === null
      ? []
      : [
          {
            label: t`${what} as ${writer.title}`,
            file: `${base}.${writer.extension}`,
            content: () => write(writer, document()) ?? "",
          },
        ],
  );
}

export function allTables(
  report: Report,
  simulation: TaskView<"simulate"> | null,
  sweep: TaskView<"sweep"> | null,
  digits: number,
): Table[] {
  const shown = shownOf(report, freshRun(simulation), digits);
  return [
    ...VIEWS.flatMap(({ tables }) => tables?.(shown) ?? []),
    layersTable(report),
    ...runTables(simulation, digits),
    ...sweepTables(sweep),
  ].flatMap((table) => (table === undefined || table.rows.length === 0 ? [] : [table]));
}

function sweepTables(sweep: TaskView<"sweep"> | null): Table[] {
  const result = sweep === null ? null : resultOf(sweep.state);
  if (sweep === null || result === null) return [];
  const table = sweepTable(result);
  return [sweep.stale ? { ...table, title: t`${table.title}, of an older text` } : table];
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
