/** The states that are not a report: empty, first run, invalid, failed, cancelled. Each says what to do. */
import { nothing, type TemplateResult } from "lit-html";
import type { Problem } from "../../engine/findings/problem";
import type { ExampleName, PanelView } from "../../engine/protocol/messages";
import type { AnalysisState } from "../../engine/protocol/tasks";
import type { PageContext } from "../context";
import { plural } from "../data/words";
import { fixButtons } from "../parts/fix-buttons";
import { progressBar } from "./header";
import { problemList } from "./problems";
import { said, t } from "../../engine/findings/language";
import { html } from "../html";

const EXAMPLES: readonly { name: ExampleName; title: string; about: string }[] = [
  {
    name: "two-layer-relaxed-balanced",
    title: t`Two layers, relaxed balanced`,
    about: t`A linear network whose training dynamics are intrinsic.`,
  },
  {
    name: "relu-bias-skip",
    title: t`ReLU with biases and a skip`,
    about: t`One law for each hidden neuron, and a certificate that there are no others.`,
  },
  {
    name: "train-two-layer",
    title: t`Two layers in training`,
    about: t`A run of gradient flow, its laws watched along the way.`,
  },
];

/** Above the report, or in its place while there is none. */
export function notice(view: PanelView, context: PageContext): TemplateResult | typeof nothing {
  if (view.spec === null) return invitation(context);
  const { state } = view;
  if (state === null) return view.last === null ? waiting(context) : nothing;
  return stateNotice(state, view.last !== null, context);
}

function stateNotice(state: AnalysisState, hasReport: boolean, context: PageContext): TemplateResult | typeof nothing {
  switch (state.kind) {
    case "done":
      return nothing;
    case "stale":
      return hasReport ? nothing : waiting(context);
    case "running":
      return hasReport ? nothing : firstRun(state);
    case "invalid":
      if (state.problems.some(({ code }) => code === "spec.empty")) return emptySpec(state.problems, context);
      return html`<section class="notice tone-error">
        <h2>${plural(state.errors, t`error`, t`errors`)} in the spec, so nothing was computed.</h2>
        ${problemList(state.problems, true, context)}
        ${hasReport ? html`<p class="muted">Below is the last report, of an earlier text.</p>` : nothing}
      </section>`;
    case "failed":
      return html`<section class="notice tone-error">
        <h2>The analysis failed.</h2>
        <p>${state.message}</p>
        <p>${state.help}</p>
        <p class="notice-actions">
          <button class="primary" @click=${() => context.post({ type: "restartEngine" })}>Restart Engine</button>
          <button @click=${() => context.post({ type: "start", task: "analyze" })}>Analyze again</button>
        </p>
      </section>`;
    case "stopped":
      return html`<section class="notice tone-warning">
        <h2>The analysis was stopped.</h2>
        <p>${hasReport ? t`Below is the last report.` : t`There is no report of this spec yet.`}</p>
        <p class="notice-actions">
          <button class="primary" @click=${() => context.post({ type: "start", task: "analyze" })}>Analyze</button>
        </p>
      </section>`;
  }
}

function invitation(context: PageContext): TemplateResult {
  return html`<section class="invitation">
    <h2>What can gradient flow do from your initialization?</h2>
    <p>
      Open a spec (a file ending in <code>.intrinsic.json</code>) to see its conservation laws, whether there are
      others, and whether φ(θ) determines its own future. Or start from an example:
    </p>
    ${exampleList(context)}
  </section>`;
}

/** What an empty file may begin with: what its one problem offers, or an example beside it. */
function emptySpec(problems: readonly Problem[], context: PageContext): TemplateResult {
  const starters = problems.flatMap(({ fixes = [] }) => fixes);
  return html`<section class="invitation">
    <h2>This spec is empty.</h2>
    <p>
      A spec says which network is trained, and where its training starts. Begin with a small one, or look at an
      example:
    </p>
    ${fixButtons(starters, true, context)} ${exampleList(context)}
  </section>`;
}

function exampleList(context: PageContext): TemplateResult {
  return html`<ul class="examples">
    ${EXAMPLES.map(
      (example) =>
        html`<li>
          <button class="example" @click=${() => context.post({ type: "openExample", name: example.name })}>
            <strong>${example.title}</strong><span class="muted">${example.about}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}

function waiting(context: PageContext): TemplateResult {
  return html`<section class="notice">
    <h2>Not analysed yet.</h2>
    <p>The analysis starts by itself shortly after the text changes.</p>
    <p class="notice-actions">
      <button @click=${() => context.post({ type: "start", task: "analyze" })}>Analyze now</button>
    </p>
  </section>`;
}

function firstRun(state: Extract<AnalysisState, { kind: "running" }>): TemplateResult {
  const { stage, fraction } = state.progress;
  return html`<section class="first-run">
    <p class="first-run-stage">
      <strong>${said(stage)}…</strong
      ><span class="muted">${fraction === null ? "" : `${Math.round(fraction * 100)} %`}</span>
    </p>
    ${progressBar(state.progress, "full")}
    <div class="skeleton" aria-hidden="true">
      <div class="bone bone-verdict"></div>
      <div class="facts">${[0, 1, 2, 3].map(() => html`<div class="bone bone-fact"></div>`)}</div>
      <div class="bone bone-table"></div>
    </div>
  </section>`;
}
