/** A place in the spec one click away. */
import { nothing, type TemplateResult } from "lit-html";
import type { Range } from "../../engine/findings/problem";
import type { PageContext } from "../context";
import { html } from "../html";

/** The button of a clickable row: its area covers the whole row (see tables.css), its name is the text. */
export function rowButton(text: string, range: Range | null, context: PageContext): TemplateResult {
  if (range === null || context.kept) return html`${text}`;
  return html`<button
    class="row-button"
    title="Show in the spec"
    @click=${() => context.post({ type: "reveal", range })}
  >
    ${text}
  </button>`;
}

export function revealLink(text: string, range: Range | null, context: PageContext): TemplateResult | typeof nothing {
  if (range === null || context.kept) return nothing;
  return html`<button class="link" @click=${() => context.post({ type: "reveal", range })}>${text}</button>`;
}
