/** The page of kept runs: one as it was, under a line that says of when it is, or several beside each other. */
import { nothing, type TemplateResult } from "lit-html";
import { PROTOCOL_VERSION, type PanelView } from "../engine/protocol/messages";
import { runLabel, type Run, type RunsView } from "../engine/protocol/runs";
import { chartsOf, type Charts } from "./charts/charts-of";
import { runShownOf, type RunShown } from "./charts/run/run-shown";
import type { PageContext } from "./context";
import { whenText } from "./data/freshness";
import { page } from "./page";
import { comparison } from "./sections/compare";
import { exportMenu } from "./sections/export-menu";
import { t } from "../engine/findings/language";
import { html } from "./html";

/** What is drawn of kept runs, made once for many drawings of the page. */
export interface KeptShown {
  readonly view: RunsView;
  /** Of one run alone; `null` of several. */
  readonly alone: { readonly panel: PanelView; readonly charts: Charts | null; readonly run: RunShown | null } | null;
}

/** Throws on a run of another version whose parts this page does not know; `unshowable` says so. */
export function keptShownOf(view: RunsView): KeptShown {
  const run = view.runs.at(0);
  if (run === undefined || view.runs.length > 1) return { view, alone: null };
  const panel = panelOf(run, view.digits);
  const report = panel.last?.report ?? null;
  return {
    view,
    alone: {
      panel,
      charts: report === null ? null : chartsOf(report, view.digits),
      run: panel.tasks.simulate === undefined ? null : runShownOf(panel.tasks.simulate, view.digits),
    },
  };
}

export function runsPage({ view, alone }: KeptShown, context: PageContext): TemplateResult {
  const run = view.runs.at(0);
  if (alone === null || run === undefined)
    return html`${head(t`${view.runs.length} runs compared`, t`kept runs`, null, nothing, context)}
      <main class="content">${comparison(view, context)}</main>`;
  const top = (below: TemplateResult | typeof nothing): TemplateResult =>
    head(runLabel(run.heading), t`kept run of ${whenText(run.heading.at)}`, alone.panel, below, context);
  return page(alone.panel, alone.charts, alone.run, context, null, top, keptNotice(run));
}

/** In place of the page, when a run cannot be drawn. */
export function unshowable(view: RunsView, context: PageContext): TemplateResult {
  const storedBy = [...new Set(view.runs.map(({ heading }) => heading.storedBy))].join(", ");
  return html`${head(t`Kept run`, t`cannot be shown`, null, nothing, context)}
    <main class="content">
      <section class="notice tone-warning">
        <h2>This page does not understand what was stored.</h2>
        <p>
          It was stored by Intrinsic ${storedBy}. Nothing is lost: “Export Run…” in the view “Runs” saves all of it.
        </p>
      </section>
    </main>`;
}

function head(
  title: string,
  line: string,
  exported: PanelView | null,
  below: TemplateResult | typeof nothing,
  context: PageContext,
): TemplateResult {
  const last = exported?.last ?? null;
  return html`<header class="of-kept">
    <div class="header-row">
      <div class="header-name">
        <h1>${title}</h1>
        <p class="freshness tone-warning" role="status">${line}</p>
      </div>
      <div class="actions" role="group" aria-label="Actions">
        ${
          exported === null || last === null
            ? nothing
            : exportMenu(last.report, exported.tasks.simulate ?? null, exported.tasks.sweep ?? null, context)
        }
        <button class="primary" @click=${() => context.post({ type: "leaveRuns" })}>Back to the spec</button>
      </div>
    </div>
    ${below}
  </header>`;
}

function keptNotice({ heading, text, result }: Run): TemplateResult {
  const { at, documentVersion, changed, storedBy } = heading;
  return html`<section class="notice kept-notice">
    <h2>This is a kept run of ${whenText(at)}, not what holds now.</h2>
    <p>
      It speaks of version ${documentVersion} of its
      spec${
        text === null ? t`, whose text is not known` : ""
      }${changed === null ? "" : html`; since the run before: ${changed}`}.
      Stored by Intrinsic ${storedBy}.
    </p>
    ${result.kind === "none" ? html`<p>${result.why}</p>` : nothing}
  </section>`;
}

/** As the panel showed it when it had just ended. */
function panelOf({ heading, result }: Run, digits: number): PanelView {
  const { at, spec, documentVersion } = heading;
  const report = result.kind === "report" ? result.report : null;
  const ended = { milliseconds: 0, finishedAt: at };
  const shown = { stale: false, kept: null };
  const trajectory = result.kind === "trajectory" ? result.trajectory : null;
  return {
    protocol: PROTOCOL_VERSION,
    spec: { uri: spec, name: runLabel(heading) },
    pinned: false,
    intro: false,
    state: report === null ? { kind: "stopped", partial: null } : { kind: "done", result: report, ...ended },
    last: report === null ? null : { report, documentVersion, ...ended },
    stale: false,
    tasks: {
      ...(report !== null && report.trajectory !== null
        ? { simulate: { state: { kind: "done", result: report, ...ended }, ...shown } }
        : trajectory === null
          ? {}
          : { simulate: { state: { kind: "stopped", partial: trajectory }, ...shown } }),
      ...(result.kind === "sweep"
        ? {
            sweep: {
              state: result.stopped
                ? { kind: "stopped", partial: result.sweep }
                : { kind: "done", result: result.sweep, milliseconds: result.milliseconds, finishedAt: at },
              ...shown,
            },
          }
        : {}),
    },
    digits,
  };
}
