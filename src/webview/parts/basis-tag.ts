/** The tag beside a value: how it is known, always with the word, never by colour alone. */
import type { TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import { explainClaim } from "../data/claim-text";
import { html } from "../html";
import { BASIS_WORDS } from "../data/engine-words";

/** `label` says more than the word, and contains it: "certified: no others". */
export function basisTag(claim: Claim<unknown>, label: string = BASIS_WORDS[claim.basis]): TemplateResult {
  const explanation = explainClaim(claim);
  return html`<span class="tag tag-${claim.basis}" title=${explanation}
    >${label}<span class="unseen">. ${explanation}</span></span
  >`;
}
