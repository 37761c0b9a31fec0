/**
 * The problems of the report, the very ones the editor shows; each leads to its place and to its page, and to its
 * cures.
 */
import type { TemplateResult } from "lit-html";
import type { Problem, Severity } from "../../engine/findings/problem";
import type { PageContext } from "../context";
import { cureButtons } from "../parts/cure-buttons";
import { fixButtons } from "../parts/fix-buttons";
import { revealLink } from "../parts/reveal";
import { html } from "../html";
import { SEVERITY_WORDS } from "../data/engine-words";

const SIGN: Readonly<Record<Severity, string>> = { error: "✕", warning: "!", information: "i" };

/** `enabled`: they are of the text in the editor, so what they offer can be done. */
export function problemList(problems: readonly Problem[], enabled: boolean, context: PageContext): TemplateResult {
  return html`<ul class="problems" aria-label="Problems">
    ${problems.map((problem) => problemItem(problem, enabled, context))}
  </ul>`;
}

function problemItem(problem: Problem, enabled: boolean, context: PageContext): TemplateResult {
  const { severity, message, help, code, range, cures, fixes, related } = problem;
  return html`<li class="problem severity-${severity}">
    <span class="severity"
      ><span class="severity-sign" aria-hidden="true">${SIGN[severity]}</span>${SEVERITY_WORDS[severity]}</span
    >
    <span class="problem-text">
      <button class="problem-message" title="Show in the spec" @click=${() => context.post({ type: "reveal", range })}>
        ${message}
      </button>
      <span class="muted">${help}</span>
      <button
        class="link code"
        title="Open the page of this code"
        @click=${() => context.post({ type: "openCode", code })}
      >
        ${code}
      </button>
      ${(related ?? []).map((place) => html`<span>${revealLink(place.message, place.range, context)}</span>`)}
      ${fixButtons(fixes ?? [], enabled, context)} ${cureButtons(cures ?? [], enabled, context)}
    </span>
  </li>`;
}
