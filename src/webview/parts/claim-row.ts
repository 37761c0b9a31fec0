/** A claim in a list of facts: name, value, how it is known, and what else there is to say, as text. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import { errorBarText, residualText } from "../data/claim-text";
import { basisTag } from "./basis-tag";

export function claimRow(name: string, claim: Claim<unknown>, value: TemplateResult | string): TemplateResult {
  const residual = residualText(claim);
  const bar = errorBarText(claim);
  return html`<dt>${name}</dt>
    <dd>
      <span class="claim-value">${claim.value === null ? "—" : value}</span> ${basisTag(claim)}
      ${claim.note === undefined ? nothing : html`<span class="note">${claim.note}</span>`}
      ${bar === null ? nothing : html`<span class="note">${bar}</span>`}
      ${residual === null ? nothing : html`<span class="note">${residual}</span>`}
      ${claim.reference === undefined ? nothing : html`<span class="note">${claim.reference}</span>`}
    </dd>`;
}

export function factRow(name: string, value: TemplateResult | string): TemplateResult {
  return html`<dt>${name}</dt>
    <dd><div class="claim-value">${value}</div></dd>`;
}
