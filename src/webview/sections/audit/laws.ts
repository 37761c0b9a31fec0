/** The laws of audited weights, layer by layer: what they are, and beside an earlier file or a log what became of them. */
import { nothing, type TemplateResult } from "lit-html";
import { formatNumber } from "../../../engine/findings/numbers";
import type {
  AuditedBlock,
  AuditedFamily,
  AuditResult,
  LawVerdict,
  LogAudit,
  VerdictKind,
} from "../../../engine/report/audit/facts";
import { lawsTable } from "../../../engine/report/audit/tables";
import { VERDICTS } from "../../../engine/report/audit/words";
import type { PageContext } from "../../context";
import { groupDigits } from "../../data/words";
import { basisTag } from "../../parts/basis-tag";
import { copyTable } from "../../parts/copy-button";
import { disclosure } from "../../parts/disclosure";
import { shownNumber } from "../../parts/number";
import { LAWS_ARE, LAWS_MOVED, logRead, moreLaws } from "./words";
import { html } from "../../html";
import { said, t } from "../../../engine/findings/language";

/** Families that the page shows; the command line tells all. */
const MOST_FAMILIES = 200;

export function lawsCard(result: AuditResult, context: PageContext): TemplateResult {
  const { blocks, before } = result;
  const count = blocks.reduce((sum, { families }) => sum + families.length, 0);
  const shown = firstFamilies(blocks, MOST_FAMILIES);
  return html`<div class="card across">
    <h3>Laws of the weights</h3>
    <p class="muted">${before === null ? LAWS_ARE : LAWS_MOVED}</p>
    <div class="table-box wide" tabindex="0" role="region" aria-label="Laws of the weights">
      <table class="rows stacks audit-laws" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">family</th>
            <th scope="col" role="columnheader" class="numeric">laws</th>
            <th scope="col" role="columnheader">value</th>
            ${before === null ? nothing : html`<th scope="col" role="columnheader">since then</th>`}
          </tr>
        </thead>
        ${shown.map((block) => blockRows(block, before !== null, context))}
      </table>
    </div>
    ${count > MOST_FAMILIES ? html`<p class="note">${moreLaws(count - MOST_FAMILIES)}</p>` : nothing}
    ${copyTable(lawsTable(result), context)}
  </div>`;
}

function firstFamilies(blocks: readonly AuditedBlock[], most: number): AuditedBlock[] {
  let left = most;
  return blocks.flatMap((block) => {
    if (left <= 0) return [];
    const families = block.families.slice(0, left);
    left -= families.length;
    return [{ ...block, families }];
  });
}

function blockRows({ name, type, families }: AuditedBlock, compared: boolean, context: PageContext): TemplateResult {
  return html`<tbody role="rowgroup">
    <tr role="row" class="audit-layer">
      <td role="cell" colspan=${compared ? 4 : 3}>
        ${name} <span class="muted">${type}${families.length === 0 ? t`: no law` : ""}</span>
      </td>
    </tr>
    ${families.map((family) => familyRow(family, compared, context))}
  </tbody>`;
}

function familyRow(family: AuditedFamily, compared: boolean, context: PageContext): TemplateResult {
  const { id, title, formulaText, count, change } = family;
  return html`<tr role="row">
    <td role="cell"><span class="audit-formula">${formulaText}</span><span class="note">${title}</span></td>
    <td role="cell" class="numeric" data-name="laws">${groupDigits(count)}</td>
    <td role="cell" class="audit-value">${valueOf(family, context)}</td>
    ${
      compared
        ? html`<td role="cell" class="audit-change">
            ${change === null ? nothing : verdict(`audit-change:${id}`, change.verdict, context)}
          </td>`
        : nothing
    }
  </tr>`;
}

function valueOf(family: AuditedFamily, context: PageContext): TemplateResult {
  const { id, norm, count, reference } = family;
  const { digits } = context;
  if (norm.value === null) return html`<span class="note">${norm.note ?? ""}</span>`;
  const behind = html`<span class="note">${norm.note ?? nothing} ${reference}</span>`;
  return html`${count === 1 && family.values !== null ? "" : t`norm `}${shownNumber(norm.value, digits)}${
    norm.tolerance === undefined || norm.tolerance === 0
      ? nothing
      : html` <span class="muted">± ${shownNumber(norm.tolerance, 1)}</span>`
  }
  ${disclosure(`audit-law:${id}`, basisTag(norm), behind, context)} ${rangeOf(family, digits)}`;
}

function rangeOf({ spectrum, least, greatest, count }: AuditedFamily, digits: number): TemplateResult | typeof nothing {
  if (spectrum !== null && spectrum.length > 1)
    return html`<span class="note"
      >eigenvalues ${formatNumber(spectrum[0], digits)} to ${formatNumber(spectrum[spectrum.length - 1], digits)}</span
    >`;
  if (least === null || greatest === null || count === 1) return nothing;
  return html`<span class="note">${formatNumber(least, digits)} to ${formatNumber(greatest, digits)}</span>`;
}

/** Of what is to be looked at the reasons stand there at once. */
function verdict(key: string, of: LawVerdict, context: PageContext): TemplateResult {
  const { kind, possible, found, basis } = of;
  const word = html`<span class="audit-verdict ${TONES[kind]}">${said(VERDICTS[kind])}</span>`;
  const why = html`<span class="note">${possible} ${found} (${said(basis)})</span>`;
  return kind === "refuted" ? html`${word}${why}` : disclosure(key, word, why, context);
}

const TONES: Readonly<Record<VerdictKind, string>> = {
  kept: "good",
  fits: "good",
  refuted: "bad",
  "within-bound": "good",
  open: "",
  "no-law": "",
};

export function logCard(log: LogAudit, context: PageContext): TemplateResult {
  return html`<div class="card across">
    <h3>Against the log</h3>
    <p class="muted">${logRead(log.path, log.records, log.skipped)}</p>
    <div class="table-box wide" tabindex="0" role="region" aria-label="Laws against the log">
      <table class="rows stacks audit-laws" role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">family</th>
            <th scope="col" role="columnheader" class="numeric">steps</th>
            <th scope="col" role="columnheader">step by step</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${log.families.slice(0, MOST_FAMILIES).map(
            ({ id, pairs, verdict: of }) =>
              html`<tr role="row">
                <td role="cell">${id}</td>
                <td role="cell" class="numeric" data-name="steps">${groupDigits(pairs)}</td>
                <td role="cell" class="audit-change">${verdict(`audit-log:${id}`, of, context)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}
