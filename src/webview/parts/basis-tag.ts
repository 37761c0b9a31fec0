/** The tag beside a value: how it is known, always with the word, never by colour alone. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import { explainClaim } from "../data/claim-text";

/** `detail` follows the word: "certified: no others". */
export function basisTag(claim: Claim<unknown>, detail?: string): TemplateResult {
  const explanation = explainClaim(claim);
  return html`<span class="tag tag-${claim.basis}" title=${explanation}
    >${claim.basis}${detail === undefined ? nothing : html`: ${detail}`}<span class="unseen">. ${explanation}</span></span
  >`;
}
