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
import { plateauSection } from "./sections/plateau";
import { sweepSection } from "./sections/sweep";
import { trainingRun } from "./sections/training-run";
import { verdictSection } from "./sections/verdict";
import { witnessSection } from "./sections/witness";

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
              sections(
                { ...report, problems: problemsShown(report, view.simulation) },
                charts,
                freshRun(view.simulation),
                context,
              ),
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

/** `run`: the report of a finished run of this very text; `null`: there is none. */
function sections(report: Report, charts: Charts, run: Report | null, context: PageContext): TemplateResult {
  return html`${verdictSection(report, context)} ${factCards(report, context)} ${lawsSection(report, context)}
  ${certificateSection(report, context)} ${initializationSection(report, charts, context)}
  ${depthSection(report, run?.trajectory?.residualTraining ?? null, context)}
  ${plateauSection(report, run?.plateau?.measuredEscapeTime ?? null, charts, context)}
  ${manifoldsSection(report, run?.trajectory ?? null, context)} ${metricSection(report, charts, context)}
  ${witnessSection(report, context)}`;
}
