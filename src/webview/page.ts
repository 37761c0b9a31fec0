/** The page as a function of the view: header, what the state has to say, and the report in reading order. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { PanelView } from "../engine/protocol/messages";
import type { Report } from "../engine/report/types";
import type { Charts } from "./charts/charts-of";
import type { PageContext } from "./context";
import { freshRun, problemsShown } from "./data/run";
import type { RunShown } from "./charts/run/run-shown";
import { statusOf } from "./data/status";
import { certificateSection } from "./sections/certificate";
import { depthSection } from "./sections/depth";
import { factCards } from "./sections/facts";
import { header } from "./sections/header";
import { initializationSection } from "./sections/initialization";
import { lawsSection } from "./sections/laws";
import { layersSection } from "./sections/layers";
import { manifoldsSection } from "./sections/manifolds";
import { metricSection } from "./sections/metric";
import { notice } from "./sections/notices";
import { part, pendingLine } from "./sections/pending";
import { plateauSection } from "./sections/plateau";
import { taskSections } from "./sections/tasks";
import { verdictSection } from "./sections/verdict";
import { witnessSection } from "./sections/witness";

/** A report with its charts, which are made once for many drawings of the page. */
export interface ReportShown {
  readonly report: Report;
  readonly charts: Charts;
}

/** `held`: the last whole report of the spec, which stands where one on its way knows nothing yet. */
export function page(
  view: PanelView,
  charts: Charts | null,
  run: RunShown | null,
  context: PageContext,
  held: ReportShown | null = null,
): TemplateResult {
  const { report: shownAs } = statusOf(view);
  const dimmed = (content: TemplateResult): TemplateResult =>
    html`<div class="report report-${shownAs}" aria-busy=${view.state?.kind === "running"}>${content}</div>`;
  const report = view.spec === null || charts === null ? null : (view.last?.report ?? null);
  const simulation = view.tasks.simulate ?? null;
  return html`${header(view, context)}
    <div class="content">
      ${notice(view, context)}
      ${
        report === null || charts === null
          ? nothing
          : dimmed(
              sections(
                { report: { ...report, problems: problemsShown(report, simulation) }, charts },
                held,
                freshRun(simulation),
                shownAs === "growing",
                context,
              ),
            )
      }
      ${view.spec === null ? nothing : taskSections(view.tasks, { run, context })}
      ${report === null ? nothing : dimmed(layersSection(report, context))}
    </div>`;
}

/** The window and the extension are of two versions, after an update. */
export function otherVersion(): TemplateResult {
  return html`<div class="content">
    <section class="notice tone-warning">
      <h2>This panel is from another version of Intrinsic.</h2>
      <p>Close it and open it again.</p>
    </section>
  </div>`;
}

/** `run`: the report of a finished run of this very text; `null`: there is none. */
function sections(
  now: ReportShown,
  held: ReportShown | null,
  run: Report | null,
  isGrowing: boolean,
  context: PageContext,
): TemplateResult {
  const { report, charts } = now;
  return html`<div class="part">${verdictSection(report, context)}${pendingLine(report, isGrowing)}</div>
    <div class="part">${factCards(report, context)}</div>
    ${part(["laws"], now, held, (of) => [lawsSection(of.report, context), certificateSection(of.report, context)])}
    <div class="part">${initializationSection(report, charts, context)}</div>
    ${part(["depth"], now, held, (of) => depthSection(of.report, run?.trajectory?.residualTraining ?? null, context))}
    ${part(["plateau"], now, held, (of) =>
      plateauSection(of.report, run?.plateau?.measuredEscapeTime ?? null, of.charts, context),
    )}
    ${part(["manifolds"], now, held, (of) => manifoldsSection(of.report, run?.trajectory ?? null, context))}
    <div class="part">${metricSection(report, charts, context)}</div>
    <div class="part">${witnessSection(report, context)}</div>`;
}
