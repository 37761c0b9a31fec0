/** What can be taken along by the clipboard: the host writes it, since a page may only while it has the focus. */
import type { TemplateResult } from "lit-html";
import type { Table } from "../../engine/report/table";
import { tableMarkdown } from "../../engine/report/writers/markdown-text";
import { tableLatex, tableTsv } from "../../engine/report/writers/pasted-tables";
import type { PageContext } from "../context";
import { t } from "../../engine/findings/language";
import { html } from "../html";

/** `what`: of what, for who hears the page; the text is written when it is asked for. */
export function copyButton(label: string, what: string, text: () => string, context: PageContext): TemplateResult {
  return html`<button
    class="quiet"
    aria-label="${label}: ${what}"
    @click=${() => context.post({ type: "copy", text: text() })}
  >
    ${label}
  </button>`;
}

/** All of a table, also what is not shown of it. */
export function copyTable(table: Table, context: PageContext): TemplateResult {
  return html`<div class="chart-foot">
    <div class="chart-actions">
      ${WAYS.map(([label, written]) => copyButton(label, table.title, () => written(table), context))}
    </div>
  </div>`;
}

const WAYS: readonly (readonly [label: string, written: (table: Table) => string])[] = [
  [t`Copy as Markdown`, tableMarkdown],
  [t`Copy as TSV`, tableTsv],
  [t`Copy as LaTeX`, tableLatex],
];
