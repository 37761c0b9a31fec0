/** When each mode is half learnt, and how that is known. */
import { nothing, type TemplateResult } from "lit-html";
import type { TrajectorySection } from "../../engine/report/run/facts";
import type { PageContext } from "../context";
import { basisTag } from "../parts/basis-tag";
import { shownNumber } from "../parts/number";
import { t } from "../../engine/findings/language";
import { html } from "../html";

const MOST_ROWS = 12;

export function learningTimes(
  { modes, end }: TrajectorySection,
  context: PageContext,
): TemplateResult | typeof nothing {
  const claims = modes?.learningTimes ?? [];
  if (claims.length === 0) return nothing;
  return html`<div class="card learning-times">
    <h3>Learning times</h3>
    <p class="muted">When each mode reaches half of its target, strongest first.</p>
    <table class="data">
      <thead>
        <tr>
          <th scope="col">mode</th>
          <th scope="col" class="numeric">t</th>
          <th scope="col">basis</th>
        </tr>
      </thead>
      <tbody>
        ${claims.slice(0, MOST_ROWS).map(
          (claim, k) =>
            html`<tr>
              <td>${k + 1}</td>
              <td class="numeric">
                ${
                  claim.value === null
                    ? claim.basis === "theorem"
                      ? t`never`
                      : "—"
                    : shownNumber(claim.value, context.digits)
                }
              </td>
              <td>
                ${basisTag(claim)}${
                  claim.value !== null && claim.value > end
                    ? html`<span class="note">after the end of this run</span>`
                    : nothing
                }${claim.note === undefined ? nothing : html`<span class="note">${claim.note}</span>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      claims.length > MOST_ROWS
        ? html`<p class="note">and ${claims.length - MOST_ROWS} more, which the export of all tables holds</p>`
        : nothing
    }
  </div>`;
}
