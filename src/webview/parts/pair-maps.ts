/**
 * One layer of two networks as two heat maps of one scale, side by side where there is room. What differs is outlined
 * and carries a sign that says which way, so that it can be told without colour.
 */
import { nothing, type TemplateResult } from "lit-html";
import type { PageContext } from "../context";
import { cellText, HEAT_SIDE, heatClass } from "../data/heat-scale";
import type { PairEntry, PairLayer } from "../data/witness";
import { groupDigits } from "../data/words";
import { pairHover } from "./words";
import { t } from "../../engine/findings/language";
import { html } from "../html";

type Member = "first" | "second";

/** Maps are drawn at once up to this many columns and rows … */
const MOST_COLUMNS = HEAT_SIDE;
const MOST_ROWS = 2 * HEAT_SIDE;
/** … and on request up to this many weights; beyond, the table has them. */
const MOST_CELLS = 1024;

/** `names`: what the two networks are called. `largest`: of all weights of both. */
export function pairMaps(
  layer: PairLayer,
  largest: number,
  names: Readonly<Record<Member, string>>,
  context: PageContext,
): TemplateResult {
  const small = layer.list ? layer.rows <= HEAT_SIDE ** 2 : layer.columns <= MOST_COLUMNS && layer.rows <= MOST_ROWS;
  const key = `pair:${layer.name}`;
  const open = small || context.isOpen(key);
  const map = (member: Member): TemplateResult =>
    html`<div class="pair-map">
      <p class="note">${names[member]}</p>
      ${weightMap(layer, member, largest, `${names[member]}: ${layer.name}`, context)}
    </div>`;
  return html`${
    open && layer.entries.length <= MOST_CELLS
      ? html`<div class="pair-maps ${widthClass(layer)}">${map("first")} ${map("second")}</div>`
      : nothing
  }
  ${small ? nothing : instead(layer, key, open, context)}`;
}

/** How wide a map is, roughly: two stand side by side where there is room for both. */
function widthClass({ columns, rows, bias, list }: PairLayer): string {
  const across = list ? Math.min(rows, HEAT_SIDE) : columns + (bias ? 1 : 0);
  return across <= 2 ? "narrow" : across <= 6 ? "middle" : across <= HEAT_SIDE + 1 ? "wide" : "full";
}

function instead(layer: PairLayer, key: string, open: boolean, context: PageContext): TemplateResult {
  if (layer.entries.length > MOST_CELLS)
    return html`<p class="muted">Too large for a picture: the table below has its weights.</p>`;
  return html`<button class="link" aria-expanded=${open} @click=${() => context.setOpen(key, !open)}>
    ${open ? t`hide the weights` : t`show ${groupDigits(layer.entries.length)} weights of each`}
  </button>`;
}

function weightMap(
  layer: PairLayer,
  member: Member,
  largest: number,
  label: string,
  context: PageContext,
): TemplateResult {
  const width = layer.list ? HEAT_SIDE : layer.columns + (layer.bias ? 1 : 0);
  const cell = (entry: PairEntry): TemplateResult => {
    const value = entry[member];
    const sign = signOf(entry, member);
    const heat = heatClass(value, largest);
    return html`<td class=${entry.differs ? `${heat} differs` : heat} title=${cellTitle(layer, entry)}>
      ${heat === "heat-zero" ? cellText(value, width, 1) : cellText(value, width, context.digits)}${
        sign === null
          ? nothing
          : html`<span class="differs-sign" role="img" aria-label=${sign.words}>${sign.text}</span>`
      }
    </td>`;
  };
  return html`<div class="heat-box" tabindex="0" role="region" aria-label=${label}>
    <table class="heat">
      ${layer.list || (layer.sources.length === 1 && !layer.bias) ? nothing : sourceNames(layer)}
      <tbody>
        ${linesOf(layer, width).map(
          (line) =>
            html`<tr>
              ${line.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Which columns belong to which source. */
function sourceNames({ sources, bias }: PairLayer): TemplateResult {
  return html`<thead>
    <tr>
      ${sources.map(
        ({ name, width }) => html`<th scope="colgroup" colspan=${width}><span class="columns-of">${name}</span></th>`,
      )}
      ${bias ? html`<th scope="col"><span class="columns-of">bias</span></th>` : nothing}
    </tr>
  </thead>`;
}

/** The weights of a list stand in lines of eight. */
function linesOf({ entries }: PairLayer, width: number): PairEntry[][] {
  return Array.from({ length: Math.ceil(entries.length / width) }, (_, line) =>
    entries.slice(line * width, (line + 1) * width),
  );
}

function signOf({ differs, first, second }: PairEntry, member: Member): { text: string; words: string } | null {
  if (!differs) return null;
  const [own, other, name] = member === "first" ? [first, second, t`second`] : [second, first, t`first`];
  return own > other
    ? { text: "▲", words: t`, larger than in the ${name}` }
    : { text: "▼", words: t`, smaller than in the ${name}` };
}

function cellTitle({ name, list }: PairLayer, { row, column, first, second }: PairEntry): string {
  const place =
    column === "bias" ? t`bias ${row + 1}` : list ? t`coordinate ${row + 1}` : t`row ${row + 1}, column ${column + 1}`;
  return pairHover({ name, place, first, second });
}
