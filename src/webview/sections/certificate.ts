/** Why these are all the laws, and of what: a subtraction the reader can check, and how its numbers were found. */
import { nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import { completenessWords } from "../../engine/report/laws/sentences";
import type { LawsSection } from "../../engine/report/laws/facts";
import type { Report } from "../../engine/report/types";
import type { PageContext } from "../context";
import { boundsText, methodText } from "../data/certificate-text";
import { groupDigits } from "../data/words";
import { basisTag } from "../parts/basis-tag";
import { t } from "../../engine/findings/language";
import { html } from "../html";

export function certificateSection(report: Report, context: PageContext): TemplateResult {
  const { laws, model } = report;
  const { certificate } = laws;
  const whose = laws.of === "network" ? t`of the network` : t`of φ`;
  return html`<section>
    <h2>Certificate</h2>
    <p class="muted">
      Every direction the gradient fields and their brackets reach is one fewer that can be conserved.
    </p>
    <div class="card certificate">
      <div class="sum">
        ${term(groupDigits(model.parameters), t`parameters`)}
        <span class="operator" role="img" aria-label="minus">−</span>
        ${term(counted(laws.lieDimension), t`Lie algebra dimension`)}
        <span class="operator" role="img" aria-label="equals">=</span>
        ${term(counted(laws.independent), t`independent laws ${whose}`)}
        <span class="rule" aria-hidden="true"></span>
        ${term(counted(laws.known), t`known in closed form`)} ${conclusion(laws)}
      </div>
      ${
        certificate === null
          ? html`<p>No certificate was computed. ${laws.complete.note ?? nothing}</p>
              ${
                laws.estimate?.possible === true && !context.kept
                  ? html`<p>
                      <button
                        class="quiet"
                        @click=${() => context.post({ type: "start", task: "analyze", asked: { effort: "patient" } })}
                      >
                        Count anyway
                      </button>
                    </p>`
                  : nothing
              }`
          : html`<p>${boundsText(model.parameters, certificate, whose)}</p>
              <p class="muted">${methodText(certificate)}</p>
              ${laws.complete.note === undefined ? nothing : html`<p class="muted">${laws.complete.note}</p>`}`
      }
      ${laws.complete.reference === undefined ? nothing : html`<p class="muted">${laws.complete.reference}</p>`}
      ${ofNetwork(laws)} ${underLoss(laws)}
    </div>
  </section>`;
}

function term(value: string, name: string): TemplateResult {
  return html`<span class="term"><span class="term-value">${value}</span><span class="term-name">${name}</span></span>`;
}

function conclusion(laws: LawsSection): TemplateResult {
  return html`<span class="conclusion"><strong>${completenessWords(laws)}</strong> ${basisTag(laws.complete)}</span>`;
}

/** φ may have fewer laws than the network. */
function ofNetwork({ of, network }: LawsSection): TemplateResult | typeof nothing {
  if (of === "network" || network === null) return nothing;
  const { independent, near } = network;
  const where = near === "generic" ? t`near a generic parameter` : t`near the initialization`;
  return html`<p>
    ${
      independent.value === null
        ? t`How many laws the network itself has is open.`
        : t`The network itself has ${groupDigits(independent.value)} independent laws ${where}.`
    }
    ${basisTag(independent)}
    ${independent.note === undefined ? nothing : html`<span class="muted">${independent.note}</span>`}
  </p>`;
}

function underLoss({ loss }: LawsSection): TemplateResult | typeof nothing {
  if (loss === null || loss.added === 0) return nothing;
  const count = loss.independent.value;
  return html`<p>
    ${
      count === null
        ? t`How many there are under the ${loss.name} loss is open.`
        : t`Under the ${loss.name} loss there are ${groupDigits(count)}.`
    }
    ${basisTag(loss.independent)}
    <span class="muted">It adds ${groupDigits(loss.added)}, the sums over the outputs.</span>
  </p>`;
}

function counted(claim: Claim<number>): string {
  return claim.value === null ? "—" : groupDigits(claim.value);
}
