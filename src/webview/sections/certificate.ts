/** Why these are all the laws: a subtraction the reader can check, and how its numbers were found. */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import type { Report } from "../../engine/report/types";
import type { PageContext } from "../context";
import { boundsText, methodText } from "../data/certificate-text";
import { groupDigits } from "../data/words";
import { basisTag } from "../parts/basis-tag";

export function certificateSection(report: Report, context: PageContext): TemplateResult {
  const { laws, model } = report;
  const { certificate } = laws;
  return html`<section>
    <h2>Certificate</h2>
    <p class="muted">
      Every direction the gradient fields and their brackets reach is one fewer that can be conserved.
    </p>
    <div class="card certificate">
      <div class="sum">
        ${term(groupDigits(model.parameters), "parameters")}
        <span class="operator" aria-label="minus">−</span>
        ${term(counted(laws.lieDimension), "Lie algebra dimension")}
        <span class="operator" aria-label="equals">=</span>
        ${term(counted(laws.independent), "independent laws")}
        <span class="rule" aria-hidden="true"></span>
        ${term(counted(laws.known), "known in closed form")} ${conclusion(laws.complete)}
      </div>
      ${
        certificate === null
          ? html`<p>No certificate was computed. ${laws.complete.note ?? nothing}</p>
              ${
                laws.estimate?.possible === true
                  ? html`<p>
                      <button class="quiet" @click=${() => context.post({ type: "countAnyway" })}>Count anyway</button>
                    </p>`
                  : nothing
              }`
          : html`<p>${boundsText(model.parameters, certificate)}</p>
              <p class="muted">${methodText(certificate)}</p>
              ${laws.complete.note === undefined ? nothing : html`<p class="muted">${laws.complete.note}</p>`}`
      }
      ${laws.complete.reference === undefined ? nothing : html`<p class="muted">${laws.complete.reference}</p>`}
    </div>
  </section>`;
}

function term(value: string, name: string): TemplateResult {
  return html`<span class="term"><span class="term-value">${value}</span><span class="term-name">${name}</span></span>`;
}

function conclusion(complete: Claim<boolean>): TemplateResult {
  const word = complete.value === null ? "completeness is open" : complete.value ? "complete" : "not complete";
  return html`<span class="conclusion"><strong>${word}</strong> ${basisTag(complete)}</span>`;
}

function counted(claim: Claim<number>): string {
  return claim.value === null ? "—" : groupDigits(claim.value);
}
