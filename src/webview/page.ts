/** The page as a function of the view: header, what the state has to say, and the report in reading order. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { PanelView } from "../engine/protocol/messages";
import type { Charts } from "./charts/charts-of";
import type { PageContext } from "./context";
import { freshRun, problemsShown } from "./data/run";
import type { RunShown } from "./charts/run/run-shown";
import { statusOf } from "./data/status";
import { header } from "./sections/header";
import { layersSection } from "./sections/layers";
import { notice } from "./sections/notices";
import { VIEWS } from "./sections";
import { sweepSection } from "./sections/sweep";
import { trainingRun } from "./sections/training-run";

export function page(
  view: PanelView,
  charts: Charts | null,
  run: RunShown | null,
  context: PageContext,
): TemplateResult {
  const { report: shownAs } = statusOf(view);
  const dimmed = (content: TemplateResult): TemplateResult =>
    html`<div class="report report-${shownAs}" aria-busy=${shownAs === "running"}>${content}</div>`;
  const report = view.spec === null || charts === null ? null : (view.last?.report ?? null);
  return html`${header(view, context)}
    <div class="content">
      ${notice(view, context)}
      ${
        report === null || charts === null
          ? nothing
          : dimmed(
              html`${VIEWS.map(({ show }) =>
                show(
                  {
                    report: { ...report, problems: problemsShown(report, view.simulation) },
                    charts,
                    run: freshRun(view.simulation),
                    digits: view.digits,
                  },
                  context,
                ),
              )}`,
            )
      }
      ${view.spec === null || view.simulation === null ? nothing : trainingRun(view.simulation, run, context)}
      ${view.spec === null || view.sweep === null ? nothing : sweepSection(view.sweep, context)}
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
