/** Words that may be written instead, at a click. */
import { nothing, type TemplateResult } from "lit-html";
import type { Fix } from "../../engine/findings/problem";
import type { PageContext } from "../context";
import { html } from "../html";

/** As with cures: while the problem speaks of another text than the editor's (`enabled` false), there is nothing to press. */
export function fixButtons(
  fixes: readonly Fix[],
  enabled: boolean,
  context: PageContext,
): TemplateResult | typeof nothing {
  if (fixes.length === 0) return nothing;
  return html`<span class="cures" role="group" aria-label="What to write instead">
    ${fixes.map(
      ({ title, range, newText }) =>
        html`<button ?disabled=${!enabled} @click=${() => context.post({ type: "fix", range, newText })}>
          ${title}
        </button>`,
    )}
  </span>`;
}
