/** The conservation laws: what is constant along every gradient flow, and its value where this one starts. */
import { nothing, type TemplateResult } from "lit-html";
import type { Claim } from "../../engine/findings/claim";
import type { LawOrigin } from "../../engine/findings/laws";
import type { LawFamily } from "../../engine/report/laws/facts";
import type { Report } from "../../engine/report/types";
import { firstOf } from "../../engine/report/laws/words";
import type { PageContext } from "../context";
import { arrow, groupDigits } from "../data/words";
import { basisTag } from "../parts/basis-tag";
import { copyButton } from "../parts/copy-button";
import { disclosure } from "../parts/disclosure";
import { typeset } from "../parts/formula";
import { heatMap } from "../parts/heat-map";
import { rowButton } from "../parts/reveal";
import { said, t } from "../../engine/findings/language";
import { html } from "../html";

export function lawsSection(report: Report, context: PageContext): TemplateResult {
  return html`<section id="laws">
    <h2>Conservation laws</h2>
    <p class="muted">${whatHolds(report)}</p>
    ${report.laws.families.length === 0 ? noLaws(report) : table(report, context)}
  </section>`;
}

/** Beside a family that is not φ's. */
const ORIGIN: Readonly<Record<LawOrigin, string>> = {
  phi: "",
  network: t`; of the network, near the initialization`,
  loss: t`; under this loss only`,
};

function whatHolds({ laws }: Report): string {
  const always = t`Constant along every gradient flow, whatever the data and the loss`;
  const { loss } = laws;
  return loss === null || loss.added === 0
    ? `${always}.`
    : t`${always}; the last family under the ${loss.name} loss only.`;
}

function table(report: Report, context: PageContext): TemplateResult {
  return html`<div class="table-box wide" tabindex="0" role="region" aria-label="Conservation laws">
    <table class="rows stacks" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">family, at the initialization</th>
          <th scope="col" role="columnheader">between</th>
          <th scope="col" role="columnheader" class="numeric">laws</th>
          <th scope="col" role="columnheader">basis</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${report.laws.families.map((family) => row(family, report, context))}
      </tbody>
    </table>
  </div>`;
}

function row(family: LawFamily, report: Report, context: PageContext): TemplateResult {
  const here = context.highlight !== null && family.between.includes(context.highlight);
  const values = report.initialization.laws.find((block) => block.family === family.id);
  const reference = html`<span class="note">${family.reference}</span>
    ${copyButton(t`Copy LaTeX`, said(family.kind), () => family.formula, context)}`;
  return html`<tr role="row" class=${here ? "here" : ""} aria-current=${here ? "true" : nothing}>
    <td role="cell">
      <div class="law">
        <div class="law-name">
          <span class="formula" ${typeset(family.formula, family.mathml)}></span>
          <span class="note">${said(family.kind)}${ORIGIN[family.from]}${alike(family)}</span>
        </div>
        ${values === undefined ? nothing : html`<div class="law-values">${heatMap(values, context)}</div>`}
      </div>
    </td>
    <td role="cell">${rowButton(arrow(family.between), family.range, context)}</td>
    <td role="cell" class="numeric" data-name="laws">${groupDigits(family.count)}</td>
    <td role="cell" class="law-basis">
      ${disclosure(`law:${family.id}`, basisTag(basisOf(family)), reference, context)}
    </td>
  </tr>`;
}

function alike({ alike: families }: LawFamily): string {
  return families === undefined ? "" : `; ${firstOf(families)}`;
}

/** A listed family is constant by the theorem it names. */
function basisOf(family: LawFamily): Claim<boolean> {
  return { value: true, basis: "theorem", reference: family.reference };
}

function noLaws(report: Report): TemplateResult {
  return html`<p>No law is known in closed form for this network. ${report.laws.known.note ?? nothing}</p>`;
}
