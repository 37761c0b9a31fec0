/** The sticky header: which spec, how fresh, and the few actions. */
import { nothing, type TemplateResult } from "lit-html";
import type { Progress } from "../../engine/findings/progress";
import type { PanelView } from "../../engine/protocol/messages";
import type { PageContext } from "../context";
import { durationText } from "../data/freshness";
import { statusOf, type Status } from "../data/status";
import { ago } from "../parts/ago";
import { exportMenu } from "./export-menu";
import { said, t } from "../../engine/findings/language";
import { html } from "../html";

/** `below`: what stays in view with it, the line of sections. */
export function header(view: PanelView, below: TemplateResult | typeof nothing, context: PageContext): TemplateResult {
  const status = statusOf(view);
  return html`<header>
    <div class="header-row">
      <div class="header-name">
        <h1 title=${view.spec?.uri ?? nothing}>${view.spec?.name ?? "Intrinsic"}</h1>
        <p class="freshness tone-${status.tone}">${freshness(view, status)}</p>
        <p class="unseen" role="status" aria-live="polite">${status.spoken}</p>
      </div>
      ${view.spec === null ? nothing : actions(view, context)}
    </div>
    ${below} ${status.progress === null || view.last === null ? nothing : progressBar(status.progress, "slim")}
  </header>`;
}

/** With `slim` it lies on the header's lower edge and takes no room. */
export function progressBar(progress: Progress, shape: "slim" | "full"): TemplateResult {
  return html`<progress
    class="progress ${shape}"
    aria-label=${said(progress.stage)}
    max="1"
    value=${progress.fraction ?? nothing}
  ></progress>`;
}

function simulateButton(view: PanelView, context: PageContext): TemplateResult {
  const state = view.tasks.simulate?.state;
  if (state?.kind !== "running")
    return html`<button @click=${() => context.post({ type: "start", task: "simulate" })}>Simulate</button>`;
  const { fraction } = state.progress;
  return html`<button
    class="stop-run"
    title="Stop the training run"
    @click=${() => context.post({ type: "stop", task: "simulate" })}
  >
    Stop run ${fraction === null ? nothing : html`<span class="share">${Math.round(fraction * 100)} %</span>`}
  </button>`;
}

function freshness(view: PanelView, status: Status): TemplateResult | string {
  const { last } = view;
  const version = last === null ? "" : t`version ${last.documentVersion}`;
  if (status.line !== null) return last === null ? status.line : t`${status.line} · showing ${version}`;
  if (last === null) return view.spec === null ? "" : t`not analysed yet`;
  return html`analysed ${ago(last.finishedAt)} · ${version} · ${durationText(last.milliseconds)}`;
}

function actions(view: PanelView, context: PageContext): TemplateResult {
  const running = view.state?.kind === "running";
  const pinTitle = view.pinned ? t`Follow the active editor again` : t`Stay with this spec whatever editor is active`;
  return html`<div class="actions" role="group" aria-label="Actions">
    <button
      aria-pressed=${view.pinned}
      title=${pinTitle}
      @click=${() => context.post({ type: "pin", pinned: !view.pinned })}
    >
      ${view.pinned ? t`Pinned` : t`Pin`}
    </button>
    ${exportOf(view, context)} ${simulateButton(view, context)}
    ${
      running
        ? html`<button class="run" @click=${() => context.post({ type: "stop", task: "analyze" })}>Stop</button>`
        : html`<button class="run primary" @click=${() => context.post({ type: "start", task: "analyze" })}>
            Analyze
          </button>`
    }
  </div>`;
}

/** What is written to a file is whole. */
function exportOf({ last, tasks }: PanelView, context: PageContext): TemplateResult | typeof nothing {
  if (last === null) return nothing;
  return last.report.pending === undefined
    ? exportMenu(last.report, tasks.simulate ?? null, tasks.sweep ?? null, context)
    : html`<button disabled title="The report is not complete">Export…</button>`;
}
