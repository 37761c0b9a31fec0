/** An audit as one file that stands alone. */
import type { AuditResult } from "../../audit/facts";
import { auditOutline } from "../../audit/outline";
import type { Table } from "../../table";
import { html, type Markup } from "./markup";
import { problemsMarkup } from "./page";
import { standalone } from "./standalone";
import { tableMarkup } from "./table";

export function htmlAudit(result: AuditResult): string {
  const { title, files, tables, problems } = auditOutline(result);
  return standalone(title, [
    html`<article>
      <h1>${title}</h1>
      ${files.map((line) => html`<p>${line}</p> `)}${tables.map(section)}${problemsMarkup(problems)}
    </article> `,
  ]);
}

function section(table: Table): Markup {
  return html`<section>
    <h2>${table.title}</h2>
    ${tableMarkup(table)}
  </section> `;
}
