/**
 * Claims in a list of facts: name, value and how it is known; residual, hypotheses and reference stand behind it. What is
 * not known says why at once, and several such claims share a line.
 */
import type { TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import type { PageContext } from "../context";
import { copiedClaim, moreOfClaim } from "../data/claim-text";
import { basisTag } from "./basis-tag";
import { copyButton } from "./copy-button";
import { disclosure } from "./disclosure";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export interface ClaimLine {
  readonly name: string;
  readonly claim: Claim<unknown>;
  /** Shown where the claim has a value. */
  readonly value: TemplateResult | string;
}

export function claimRow(
  name: string,
  claim: Claim<unknown>,
  value: TemplateResult | string,
  context: PageContext,
): TemplateResult {
  const line = html`<span class="claim-value">${claim.value === null ? "—" : value}</span> ${basisTag(claim)}`;
  const more = moreOfClaim(claim);
  return html`<dt>${name}</dt>
    <dd>
      ${
        claim.value === null || more.length === 0
          ? html`${line}${notes(more)}`
          : disclosure(
              `claim:${name}`,
              line,
              html`${notes(more)} ${copyButton(t`Copy`, name, () => copiedClaim(name, claim), context)}`,
              context,
            )
      }
    </dd>`;
}

/** Rows of these claims; of several that are not known one line, with their reasons behind it. */
export function claimRows(lines: readonly ClaimLine[], context: PageContext): TemplateResult {
  const unknown = lines.filter(({ claim }) => claim.value === null);
  const row = ({ name, claim, value }: ClaimLine): TemplateResult => claimRow(name, claim, value, context);
  if (unknown.length < 2) return html`${lines.map(row)}`;
  const names = unknown.map(({ name }, i) => (i === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1)));
  return html`${lines.filter(({ claim }) => claim.value !== null).map(row)}
    <dt>Not known here</dt>
    <dd>
      ${disclosure(
        `unknown:${names.join()}`,
        html`${names.join(", ")}`,
        html`<dl class="claims reasons">${unknown.map(row)}</dl>`,
        context,
      )}
    </dd>`;
}

export function factRow(name: string, value: TemplateResult | string): TemplateResult {
  return html`<dt>${name}</dt>
    <dd><div class="claim-value">${value}</div></dd>`;
}

function notes(lines: readonly string[]): TemplateResult {
  return html`${lines.map((line) => html`<span class="note">${line}</span>`)}`;
}
