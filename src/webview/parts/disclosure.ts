/** What is behind a line: how a claim is known, in full. One key away, and remembered. */
import type { TemplateResult } from "lit-html";
import type { PageContext } from "../context";
import { html } from "../html";

/** `summary` is the line itself and stays when it is open; `key` names it on the page. */
export function disclosure(
  key: string,
  summary: TemplateResult,
  content: TemplateResult,
  context: PageContext,
): TemplateResult {
  return html`<details
    class="behind"
    ?open=${context.isOpen(key)}
    @toggle=${(event: Event) => context.setOpen(key, (event.currentTarget as HTMLDetailsElement).open)}
  >
    <summary>${summary}</summary>
    ${content}
  </details>`;
}
