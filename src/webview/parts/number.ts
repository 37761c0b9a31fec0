/** A number with honest digits; every digit on hover. */
import { html, type TemplateResult } from "lit-html";
import { formatNumber, fullNumber } from "../../engine/findings/numbers";

export function shownNumber(x: number, digits: number): TemplateResult {
  return html`<span class="number" title=${fullNumber(x)}>${formatNumber(x, digits)}</span>`;
}
