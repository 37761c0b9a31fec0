/** How a task stands on the page: a sentence, its buttons, how far it is. */
import { nothing, type TemplateResult } from "lit-html";
import type { Progress } from "../../engine/findings/progress";
import { html } from "../html";
import { progressBar } from "./header";

interface TaskStatus {
  /** Of the styles in states.css: "busy", "calm", "warning", "error". */
  readonly tone: string;
  readonly line: string;
  readonly help: string | null;
  /** `null`: it does not run. */
  readonly progress: Progress | null;
  /** Read aloud once, instead of a line that changes at every moment; `null`: the line is. */
  readonly spoken: string | null;
  readonly buttons: TemplateResult | typeof nothing;
}

/** `below`: what else there is to say. */
export function statusCard(
  { tone, line, help, progress, spoken, buttons }: TaskStatus,
  below: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="notice run-status tone-${tone}">
    <div class="run-line">
      <p class="run-sentence" role="status">
        ${spoken === null ? line : html`<span class="unseen">${spoken}</span><span aria-hidden="true">${line}</span>`}
      </p>
      <div class="run-buttons">${buttons}</div>
    </div>
    ${progress === null ? nothing : progressBar(progress, "full")} ${help === null ? nothing : html`<p>${help}</p>`}
    ${below}
  </div>`;
}
