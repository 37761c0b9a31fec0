/** In the first panel a user opens: what the words beside the values mean, a line for each. */
import type { TemplateResult } from "lit-html";
import type { PageContext } from "../context";
import { BASES } from "./words";
import { html } from "../html";
import { BASIS_WORDS } from "../data/engine-words";

export function intro(context: PageContext): TemplateResult {
  return html`<section class="notice intro" aria-labelledby="intro-heading">
    <h2 id="intro-heading">Each value says how it is known.</h2>
    <dl class="bases">
      ${BASES.map(
        ({ basis, means }) =>
          html`<div>
            <dt><span class="tag tag-${basis}">${BASIS_WORDS[basis]}</span></dt>
            <dd>${means}</dd>
          </div>`,
      )}
    </dl>
    <p class="notice-actions"><button @click=${() => context.post({ type: "introRead" })}>Got it</button></p>
  </section>`;
}
