/** The page as a function of the view: header, what the state has to say, and the report in reading order. */
import { nothing, type TemplateResult } from "lit-html";
import type { PanelView } from "../engine/protocol/messages";
import type { Report } from "../engine/report/types";
import type { Charts } from "./charts/charts-of";
import type { PageContext } from "./context";
import { freshRun, problemsShown } from "./data/run";
import type { RunShown } from "./charts/run/run-shown";
import { statusOf } from "./data/status";
import { contents, type Entry } from "./sections/contents";
import { header } from "./sections/header";
import { intro } from "./sections/intro";
import { LAYERS, layersSection } from "./sections/layers";
import { notice } from "./sections/notices";
import { VIEWS, type Shown } from "./sections";
import { part } from "./sections/pending";
import { taskEntries, taskSections } from "./sections/tasks";
import { html } from "./html";

/** A report with its charts, which are made once for many drawings of the page. */
export interface ReportShown {
  readonly report: Report;
  readonly charts: Charts;
}

/**
 * `held`: the last whole report of the spec, which stands where one on its way knows nothing yet. `top` and `said`: what
 * stands above, for a spec its header and what its state has to say.
 */
export function page(
  view: PanelView,
  charts: Charts | null,
  run: RunShown | null,
  context: PageContext,
  held: ReportShown | null = null,
  top = (below: TemplateResult | typeof nothing): TemplateResult => header(view, below, context),
  said: TemplateResult | typeof nothing = notice(view, context),
): TemplateResult {
  const { report: shownAs } = statusOf(view);
  const dimmed = (content: TemplateResult): TemplateResult =>
    html`<div class="report report-${shownAs}" aria-busy=${view.state?.kind === "running"}>${content}</div>`;
  const report = view.spec === null || charts === null ? null : (view.last?.report ?? null);
  const simulation = view.tasks.simulate ?? null;
  const shown: Shown | null =
    report === null || charts === null
      ? null
      : {
          report: { ...report, problems: problemsShown(report, simulation) },
          charts,
          run: freshRun(simulation),
          digits: view.digits,
          growing: shownAs === "growing",
        };
  const found = shown === null ? [] : sections(shown, held, context);
  const entries = [
    ...found.flatMap(({ entry }) =>
      entry === null ? [] : [shownAs === "stale" ? { ...entry, state: "older" as const } : entry],
    ),
    ...(view.spec === null ? [] : taskEntries(view.tasks)),
    ...(shown === null
      ? []
      : [{ ...LAYERS, state: shownAs === "stale" ? ("older" as const) : ("known" as const), mark: null }]),
  ];
  return html`${top(contents(entries, context))}
    <main class="content">
      ${view.intro ? intro(context) : nothing} ${said}
      ${shown === null ? nothing : dimmed(html`${found.map(({ content }) => content)}`)}
      ${view.spec === null ? nothing : taskSections(view.tasks, { run, context })}
      ${report === null ? nothing : dimmed(layersSection(report, context))}
    </main>`;
}

/** The window and the extension are of two versions, after an update. */
export function otherVersion(): TemplateResult {
  return html`<main class="content">
    <section class="notice tone-warning">
      <h2>This panel is from another version of Intrinsic.</h2>
      <p>Close it and open it again.</p>
    </section>
  </main>`;
}

interface Section {
  readonly content: TemplateResult;
  readonly entry: Entry | null;
}

function sections(now: Shown, held: ReportShown | null, context: PageContext): Section[] {
  const heldShown = held === null ? null : { ...now, ...held };
  return VIEWS.map(({ awaits = [], place, mark, show }) => {
    const waits = awaits.some((name) => now.report.pending?.includes(name));
    const section = waits ? nothing : show(now, context);
    const entry: Entry | null =
      place === undefined || (section === nothing && !waits)
        ? null
        : { ...place, state: waits ? "waiting" : "known", mark: waits ? null : (mark?.(now.report) ?? null) };
    return { entry, content: part(awaits, now, heldShown, (of) => (of === now ? section : show(of, context))) };
  });
}
