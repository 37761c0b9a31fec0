/** A simulated training run: its state, what happened, and its charts, which grow while it is on its way. */
import { nothing, type TemplateResult } from "lit-html";
import { formatNumber } from "../../engine/findings/numbers";
import type { TaskView } from "../../engine/protocol/messages";
import { classesText } from "../../engine/report/data/facts";
import type { TrajectorySection } from "../../engine/report/run/facts";
import { comparable } from "../charts/run/run-charts";
import type { PageContext } from "../context";
import type { RunShown } from "../charts/run/run-shown";
import { runFacts, runStatusOf } from "../data/run-status";
import { chartCard } from "../parts/chart-card";
import { learningTimes } from "./learning-times";
import { statusCard } from "./status-card";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function trainingRun(
  simulation: TaskView<"simulate">,
  shown: RunShown | null,
  context: PageContext,
): TemplateResult {
  const { state, stale } = simulation;
  return html`<section id="training-run" class="run-section" aria-labelledby="training-run-title">
    <h2 id="training-run-title">Training run</h2>
    <p class="muted">What training does from this initialization, simulated here, beside what theory says of it.</p>
    ${statusOfRun(simulation, shown, context)}
    ${
      shown === null
        ? state.kind === "running"
          ? bones()
          : nothing
        : html`<div class=${stale ? "report report-stale" : "report"}>
            <div class="pair run-charts">
              ${shown.charts.map((chart) => chartCard(chart, context))} ${learningTimes(shown.trajectory, context)}
            </div>
          </div>`
    }
  </section>`;
}

function statusOfRun(simulation: TaskView<"simulate">, shown: RunShown | null, context: PageContext): TemplateResult {
  const { state } = simulation;
  const running = state.kind === "running";
  return statusCard(
    {
      ...runStatusOf(simulation),
      progress: running ? state.progress : null,
      spoken: running ? t`The run is on its way.` : null,
      buttons: buttons(simulation, shown, context),
    },
    shown === null ? nothing : details(simulation, shown.trajectory),
  );
}

function buttons(
  { state, kept, stale }: TaskView<"simulate">,
  shown: RunShown | null,
  context: PageContext,
): TemplateResult | typeof nothing {
  if (context.kept) return nothing;
  const again = state.kind === "failed" || state.kind === "stopped" || stale;
  return html`${
    shown === null || state.kind === "running"
      ? nothing
      : html`<button @click=${() => context.post({ type: "keepRun" })}>Keep this run</button>`
  }
  ${
    kept === null
      ? nothing
      : html`<button @click=${() => context.post({ type: "dropRun" })}>Let go of the kept run</button>`
  }
  ${
    state.kind === "running"
      ? html`<button @click=${() => context.post({ type: "stop", task: "simulate" })}>Stop</button>`
      : again
        ? html`<button class="primary" @click=${() => context.post({ type: "start", task: "simulate" })}>
            Simulate again
          </button>`
        : nothing
  }`;
}

/** What is not in a chart: counts, moments, why something is missing, and which run is drawn beside this one. */
function details({ state, kept }: TaskView<"simulate">, run: TrajectorySection): TemplateResult {
  const moment = run.optimizer === "gradient-flow" ? "t" : t`step`;
  const lines = [
    runFacts(run, state),
    ...(state.kind === "done" && state.result.data?.classes
      ? [t`Classes: ${classesText(state.result.data.classes)}.`]
      : []),
    ...(run.events.length === 0
      ? []
      : [run.events.map(({ name, time }) => t`${name} at ${moment} = ${formatNumber(time, 4)}`).join(" · ")]),
    ...(run.intrinsicFlow === null
      ? run.intrinsicFlowNote
        ? [t`No intrinsic flow is drawn: ${run.intrinsicFlowNote}.`]
        : []
      : run.intrinsicFlow.endedAt === null
        ? [t`Intrinsic flow by ${run.intrinsicFlow.reference}.`]
        : [run.intrinsicFlow.sentence]),
    ...(kept === null
      ? []
      : [
          comparable(run, kept) === null
            ? t`The kept run, ${kept.name}, is not drawn: one counts steps and the other measures time.`
            : t`Kept run, in long dashes: ${kept.name}.`,
        ]),
  ];
  return html`<ul class="run-details muted">
    ${lines.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

/** The room of the first charts, so that nothing jumps when they come. */
function bones(): TemplateResult {
  return html`<div class="pair" aria-hidden="true">
    ${[0, 1].map(() => html`<div class="bone bone-chart"></div>`)}
  </div>`;
}
