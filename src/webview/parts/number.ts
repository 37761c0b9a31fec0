/** A number with honest digits; every digit on hover. */
import type { TemplateResult } from "lit-html";
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import { html } from "../html";

export function shownNumber(x: number, digits: number): TemplateResult {
  return html`<span class="number" title=${fullNumber(x)}>${formatNumber(x, digits)}</span>`;
}
