/** The page as a function of the view: header, what the state has to say, and the report in reading order. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { PanelView } from "../engine/protocol/messages";
import type { Report } from "../engine/report/types";
import type { Charts } from "./charts/charts-of";
import type { PageContext } from "./context";
import { freshRun, problemsShown } from "./data/run";
import type { RunShown } from "./charts/run/run-shown";
import { statusOf } from "./data/status";
import { header } from "./sections/header";
import { layersSection } from "./sections/layers";
import { notice } from "./sections/notices";
import { VIEWS, type Shown } from "./sections";
import { part } from "./sections/pending";
import { taskSections } from "./sections/tasks";

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
                {
                  report: { ...report, problems: problemsShown(report, simulation) },
                  charts,
                  run: freshRun(simulation),
                  digits: view.digits,
                  growing: shownAs === "growing",
                },
                held,
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

function sections(now: Shown, held: ReportShown | null, context: PageContext): TemplateResult {
  const heldShown = held === null ? null : { ...now, ...held };
  return html`${VIEWS.map(({ awaits = [], show }) => part(awaits, now, heldShown, (shown) => show(shown, context)))}`;
}
