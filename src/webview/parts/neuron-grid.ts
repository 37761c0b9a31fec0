/** A layer's neurons as cells, by group: a letter and a colour say which move together; a dot goes its own way. */
import { nothing, type TemplateResult } from "lit-html";
import type { LayerGroups, NeuronGroup } from "../../engine/report/manifolds/facts";
import { groupLetter } from "../data/manifold-tables";
import { t } from "../../engine/findings/language";
import { html } from "../html";
import { TIE_WORDS } from "../data/engine-words";

/** Cells that are drawn; a wider layer is summed up in words. */
const MOST_CELLS = 64;
/** As many as there are colours; letters tell further ones apart. */
const COLOURS = 6;

export function neuronGrid(
  { layer, width, equivalentWidth, groupOf }: LayerGroups,
  groups: readonly NeuronGroup[],
): TemplateResult {
  const drawn = groupOf.slice(0, MOST_CELLS);
  return html`<div
    class="neuron-layer"
    role="group"
    aria-label="${layer}: ${width} neurons, ${equivalentWidth} of them move on their own"
  >
    <p>
      <strong>${layer}</strong>
      <span class="muted"
        >${
          width === equivalentWidth
            ? t`${width} neurons, each goes its own way`
            : t`${width} neurons train like ${equivalentWidth}`
        }</span
      >
    </p>
    <div class="neurons">
      ${drawn.map((group, neuron) => cell(layer, neuron, group, groups))}
      ${width > MOST_CELLS ? html`<span class="muted">and ${width - MOST_CELLS} more</span>` : nothing}
    </div>
  </div>`;
}

function cell(layer: string, neuron: number, group: number, groups: readonly NeuronGroup[]): TemplateResult {
  const own = group < 0 ? undefined : groups.at(group);
  const name = `${layer}[${neuron}]`;
  if (own === undefined)
    return html`<span class="neuron" title="${name}: goes its own way"
      ><span aria-hidden="true">·</span><span class="unseen">${name} goes its own way</span></span
    >`;
  const letter = groupLetter(group);
  return html`<span
    class="neuron group-${group % COLOURS} ${own.factors.every((factor) => factor === 0) ? "neuron-still" : ""}"
    title="${name}: group ${letter}, ${TIE_WORDS[own.kind]}"
  >
    <span aria-hidden="true">${letter}</span
    ><span class="unseen">${name} in group ${letter}, ${TIE_WORDS[own.kind]}</span>
  </span>`;
}
