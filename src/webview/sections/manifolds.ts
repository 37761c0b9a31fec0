/** Invariant manifolds that contain the start: which neurons are tied, why, and the smaller network they amount to. */
import { nothing, type TemplateResult } from "lit-html";
import type { ManifoldEntry, NeuronGroup } from "../../engine/report/manifolds/facts";
import { fewerWords, SAME_WITH_FEWER } from "../../engine/report/manifolds/words";
import type { TrajectorySection } from "../../engine/report/run/facts";
import type { Report } from "../../engine/report/types";
import { latticeChart } from "../charts/manifold-lattice";
import type { PageContext } from "../context";
import {
  beforeAndAfter,
  groupLetter,
  groupsTable,
  manifoldsTable,
  nearTable,
  type Rows,
} from "../data/manifold-tables";
import { arrow, groupDigits } from "../data/words";
import { chartCard } from "../parts/chart-card";
import { claimRow, factRow } from "../parts/claim-row";
import { dataTable } from "../parts/data-table";
import { heatMap } from "../parts/heat-map";
import { neuronGrid } from "../parts/neuron-grid";
import { tooManyManifolds } from "./words";
import { said, t } from "../../engine/findings/language";
import { html } from "../html";
import { TIE_WORDS } from "../data/engine-words";

/** Groups and manifolds that the tables show; the export has all. */
const MOST_ROWS = 40;
/** Groups whose weights are drawn before and after a run, and neurons of each. */
const MOST_GROUPS = 3;
const MOST_NEURONS = 8;

/** `run`: a finished run of this text. */
export function manifoldsSection(
  report: Report,
  run: TrajectorySection | null,
  context: PageContext,
): TemplateResult | typeof nothing {
  const { manifolds, symmetry } = report;
  const smallest = manifolds.at(0);
  // Of a linear neural ODE there is nothing to say, and the depth section says what there is.
  if (report.depth !== undefined) return nothing;
  const lattice = latticeChart(report);
  return html`<section id="manifolds">
    <h2>Invariant manifolds</h2>
    <p class="muted">Neurons that start tied to each other by a symmetry stay tied, whatever the data and the loss.</p>
    ${
      !symmetry.searched
        ? html`<p class="muted">${symmetry.note}</p>`
        : smallest === undefined
          ? none(report, lattice === null)
          : nothing
    }
    <div class="pair">
      ${
        smallest === undefined
          ? nothing
          : html`${factsCard(report, smallest, context)} ${neuronsCard(report, smallest)}
            ${groupsCard(smallest, context)} ${manifoldsCard(report, context)}
            ${beforeAfterCard(smallest, run, context)}`
      }
      ${symmetry.beginning === undefined ? nothing : beginningCard(symmetry.beginning)}
      ${symmetry.near.length === 0 ? nothing : nearCard(report, context)}
      ${smallest === undefined && symmetry.orbit.smallerThanExplained ? orbitCard(report, context) : nothing}
      ${lattice === null ? nothing : chartCard(lattice, context)}
    </div>
  </section>`;
}

function none({ symmetry }: Report, noLattice: boolean): TemplateResult {
  return html`<p>
    None: ${symmetry.ofParts === true ? t`every part` : t`every neuron`} goes its own
    way.${symmetry.note === undefined ? nothing : html` <span class="muted">${symmetry.note}</span>`}${
      noLattice && symmetry.latticeNote !== undefined
        ? html` <span class="muted">${symmetry.latticeNote}</span>`
        : nothing
    }
  </p>`;
}

function factsCard(
  report: Report,
  { dimension, equivalentWidths, fewer, scaling }: ManifoldEntry,
  context: PageContext,
): TemplateResult {
  const { parameters, layers } = report.model;
  const hidden = (widths: readonly number[]): number => widths.slice(0, -1).reduce((sum, width) => sum + width, 0);
  const wasted = hidden(layers.map(({ units }) => units)) - hidden(equivalentWidths.slice(1));
  return html`<div class="card">
    <dl class="claims">
      ${claimRow(
        t`Dimension of the smallest`,
        dimension,
        t`${groupDigits(dimension.value ?? 0)} of ${groupDigits(parameters)}`,
        context,
      )}
      ${
        equivalentWidths.length === 0
          ? factRow(t`So`, scaling)
          : html`${factRow(
              t`Trains like the widths`,
              html`${arrow(equivalentWidths.map(String))}<span class="note">${scaling}</span>`,
            )}
            ${factRow(
              t`Neurons that add nothing`,
              html`${groupDigits(wasted)} of ${groupDigits(hidden(layers.map(({ units }) => units)))}`,
            )}`
      }
      ${
        fewer === undefined
          ? nothing
          : factRow(t`Would do`, html`${fewerWords(fewer)}<span class="note">${said(SAME_WITH_FEWER)}</span>`)
      }
      ${orbitRows(report, context)}
    </dl>
  </div>`;
}

function orbitRows({ symmetry: { orbit, lattice } }: Report, context: PageContext): TemplateResult {
  const { dimension, generic, explained, smallerThanExplained } = orbit;
  const count = (value: number | null): string => groupDigits(value ?? 0);
  return html`${claimRow(t`Directions found from here`, dimension, count(dimension.value), context)}
  ${
    dimension.value === null
      ? nothing
      : html`${claimRow(t`The symmetries leave`, explained, count(explained.value), context)}
        ${claimRow(t`From a generic point`, generic, count(generic.value), context)}`
  }
  ${
    smallerThanExplained
      ? factRow(
          t`So`,
          t`Fewer directions were found than the symmetries explain: something else may hold the trajectory.`,
        )
      : nothing
  }
  ${
    lattice !== null && lattice.nodes === null
      ? factRow(t`Lattice of manifolds`, tooManyManifolds(lattice.count, lattice.hereBlocks))
      : nothing
  }`;
}

function orbitCard(report: Report, context: PageContext): TemplateResult {
  return html`<div class="card"><dl class="claims">${orbitRows(report, context)}</dl></div>`;
}

/** Of branches that begin at 0: what moves at once, and what waits for it. */
function beginningCard({ first, later }: NonNullable<Report["symmetry"]["beginning"]>): TemplateResult {
  return html`<div class="card">
    <h3>What moves first</h3>
    <dl class="claims">
      ${factRow(t`At once`, first.join(", "))} ${factRow(t`No gradient until then`, later.join(", "))}
    </dl>
  </div>`;
}

function neuronsCard({ symmetry }: Report, { groups }: ManifoldEntry): TemplateResult | typeof nothing {
  if (symmetry.layers.length === 0) return nothing;
  return html`<div class="card neurons-card">
    <h3>Neurons by group</h3>
    <p class="muted">One letter, one fate. A dot goes its own way; a dashed frame does not move.</p>
    ${symmetry.layers.map((layer) => neuronGrid(layer, groups))}
  </div>`;
}

function groupsCard({ groups }: ManifoldEntry, context: PageContext): TemplateResult {
  return html`<div class="card across">
    <h3>Why they stay together</h3>
    <p class="muted">The symmetry behind each group.</p>
    ${dataTable(groupsTable(groups.slice(0, MOST_ROWS)), context.digits)} ${more(groups.length)}
  </div>`;
}

function manifoldsCard(report: Report, context: PageContext): TemplateResult | typeof nothing {
  if (report.manifolds.length < 2) return nothing;
  const table = manifoldsTable(report);
  return html`<div class="card across">
    <h3>Manifolds that contain the start</h3>
    <p class="muted">The smallest first; each further one keeps a single group together.</p>
    ${dataTable({ ...table, rows: table.rows.slice(0, MOST_ROWS) }, context.digits)} ${more(table.rows.length)}
  </div>`;
}

function nearCard(report: Report, context: PageContext): TemplateResult {
  const table = nearTable(report);
  return html`<div class="card across">
    <h3>Nearly tied</h3>
    <p class="muted">Training separates these, slowly at first; the distance is relative to their weights.</p>
    ${dataTable({ ...table, rows: table.rows.slice(0, MOST_ROWS) }, context.digits)} ${more(table.rows.length)}
    ${
      report.symmetry.nearMore === 0
        ? nothing
        : html`<p class="note">${report.symmetry.nearMore} more groups look nearly tied; they were not measured.</p>`
    }
  </div>`;
}

function more(rows: number): TemplateResult | typeof nothing {
  return rows > MOST_ROWS
    ? html`<p class="note">and ${rows - MOST_ROWS} more, which the export of all tables holds</p>`
    : nothing;
}

/** The incoming weights of tied neurons, a row for each, at the beginning and at the end of a run. */
function beforeAfterCard(
  { groups }: ManifoldEntry,
  run: TrajectorySection | null,
  context: PageContext,
): TemplateResult | typeof nothing {
  const shown = groups.slice(0, MOST_GROUPS).flatMap((group, index) => {
    const part = { ...group, neurons: group.neurons.slice(0, MOST_NEURONS) };
    const weights = beforeAndAfter(part, run?.weights ?? null);
    return weights === null ? [] : [{ group: part, index, all: group.neurons.length, ...weights }];
  });
  if (shown.length === 0) return nothing;
  return html`<div class="card across">
    <h3>Before and after the run</h3>
    <p class="muted">
      Incoming weights of the tied neurons, one row for each: training moves them, and moves them together.
    </p>
    ${shown.map(
      ({ group, index, all, before, after }) =>
        html`<p>
            <strong>${groupLetter(index)}</strong>
            <span class="muted">${group.layer}, ${TIE_WORDS[group.kind]}${firstOf(group.neurons.length, all)}</span>
          </p>
          <div class="before-after">
            ${weightRows("before", group, index, before, context)} ${weightRows("after", group, index, after, context)}
          </div>`,
    )}
  </div>`;
}

function firstOf(shown: number, all: number): string {
  return all > shown ? t`: the first ${shown} of ${all}` : "";
}

function weightRows(
  when: "before" | "after",
  group: NeuronGroup,
  index: number,
  { columns, values }: Rows,
  context: PageContext,
): TemplateResult {
  return html`<div>
    <p class="note">${when === "before" ? t`before` : t`after`}</p>
    ${heatMap(
      { family: `neurons:${when}:${index}`, rows: group.neurons.length, columns, values, labels: [] },
      context,
      when === "before"
        ? t`Group ${groupLetter(index)}, before the run`
        : t`Group ${groupLetter(index)}, after the run`,
    )}
  </div>`;
}
