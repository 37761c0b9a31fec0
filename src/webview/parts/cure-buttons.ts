/** What can be done about a problem at a click. */
import { nothing, type TemplateResult } from "lit-html";
import type { Cure } from "../../engine/findings/problem";
import type { PageContext } from "../context";
import { html } from "../html";
import { said } from "../../engine/findings/language";

/**
 * A cure changes the text that the problem speaks of: while that is not the editor's (`enabled` false), there is
 * nothing to press.
 */
export function cureButtons(
  cures: readonly Cure[],
  enabled: boolean,
  context: PageContext,
): TemplateResult | typeof nothing {
  if (cures.length === 0) return nothing;
  return html`<span class="cures" role="group" aria-label="Changes that cure this">
    ${cures.map(
      ({ id, title }) =>
        html`<button ?disabled=${!enabled} @click=${() => context.post({ type: "cure", cure: id })}>
          ${said(title)}
        </button>`,
    )}
  </span>`;
}
