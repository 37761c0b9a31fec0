/** A chart as a figure: an SVG with few numbers at its axes, a legend, and all its numbers in a table that opens. */
import type { Chart, Curve } from "../../charts/charts";
import { linearAxis, logarithmicAxis, type ChartAxis } from "../../charts/axis";
import { numbers, words, type Table } from "../../table";
import { html, NOTHING, type Markup } from "./markup";
import { tableMarkup } from "./table";

export function chartFigure(chart: Chart, id: string): Markup {
  const { title, sentence, curves } = chart;
  return html`<figure>
    <h3>${title}</h3>
    ${picture(chart, id)}
    ${
      curves.length < 2
        ? NOTHING
        : html`<ul class="legend">
            ${curves.map(({ name }, i) => html`<li>${sample(i)}${name}</li>`)}
          </ul>`
    }
    <figcaption>${sentence}</figcaption>
    <details>
      <summary>Numbers of “${title}”</summary>
      ${tableMarkup(tableOf(chart))}
    </details>
  </figure> `;
}

const [WIDTH, HEIGHT] = [680, 280];
const PLOT = { left: 64, right: WIDTH - 36, top: 24, bottom: HEIGHT - 44 };
/** Curves are told apart by their dashes too. */
const DASHES = ["none", "8 4", "2 3", "10 3 2 3", "4 2", "12 4", "1 4", "6 2 1 2 1 2"];

function picture(chart: Chart, id: string): Markup {
  const { title, sentence, curves, logarithmic, places, placeNames, xTitle, yTitle, points } = chart;
  const drawn = curves.flatMap(({ values }) =>
    values.filter((value): value is number => value !== null && (!logarithmic || value > 0)),
  );
  const y = logarithmic ? logarithmicAxis(drawn) : linearAxis(drawn);
  const x = linearAxis(places);
  const across = (place: number): string => px(PLOT.left + x.shareOf(place) * (PLOT.right - PLOT.left));
  const up = (value: number): string => px(PLOT.bottom - y.shareOf(value) * (PLOT.bottom - PLOT.top));
  return html`<svg
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    width="${WIDTH}"
    height="${HEIGHT}"
    role="img"
    aria-labelledby="${id}-title ${id}-text"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-text">${sentence} ${yTitle} over ${xTitle}.</desc>
    <text x="4" y="14">${yTitle}</text>
    ${y.ticks.map(({ at, text }) => gridLine(up(at), text))}
    ${xTicks(x, places, placeNames).map(({ at, text }) => xLabel(across(at), PLOT.bottom + 18, text))}
    ${xLabel(px((PLOT.left + PLOT.right) / 2), HEIGHT - 6, xTitle)}
    ${curves.map((curve, i) =>
      points && i === 0
        ? dots(curve, places, logarithmic, across, up)
        : stroke(pathOf(curve, places, logarithmic, across, up), i),
    )}
  </svg>`;
}

/** A piece of the curve for its legend. */
function sample(index: number): Markup {
  return html`<svg width="28" height="8" viewBox="0 0 28 8" aria-hidden="true">${stroke("M0 4H28", index)}</svg>`;
}

function gridLine(y: string, text: string): Markup {
  return html`<path class="grid" d="M${PLOT.left} ${y}H${PLOT.right}" />
    <text x="${PLOT.left - 8}" y="${y}" dy="4" text-anchor="end">${text}</text>`;
}

function xLabel(x: string, y: number, text: string): Markup {
  return html`<text x="${x}" y="${y}" text-anchor="middle">${text}</text>`;
}

/** Names only as many as fit. */
function xTicks(x: ChartAxis, places: readonly number[], names: readonly string[] | undefined): ChartAxis["ticks"] {
  if (names === undefined) return x.ticks;
  const every = Math.max(1, Math.ceil((names.length * 90) / (PLOT.right - PLOT.left)));
  return places.flatMap((at, i) => (i % every === 0 ? [{ at, text: names[i] ?? "" }] : []));
}

type Place = (value: number) => string;

/** A gap where there is no value. */
function pathOf({ values }: Curve, places: readonly number[], logarithmic: boolean, across: Place, up: Place): string {
  let pen = false;
  return values
    .map((value, i) => {
      const shown = value !== null && (!logarithmic || value > 0);
      const move = pen ? "L" : "M";
      pen = shown;
      return shown ? `${move}${across(places[i]!)} ${up(value)}` : "";
    })
    .join("");
}

function stroke(d: string, index: number): Markup {
  const which = index % DASHES.length;
  return html`<path class="curve s${which}" stroke-dasharray="${DASHES[which] ?? "none"}" d="${d}" />`;
}

function dots({ values }: Curve, places: readonly number[], logarithmic: boolean, across: Place, up: Place): Markup {
  return html`${values.flatMap((value, i) =>
    value === null || (logarithmic && value <= 0)
      ? []
      : [html`<circle class="curve s0" cx="${across(places[i]!)}" cy="${up(value)}" r="3" />`],
  )}`;
}

function tableOf({ id, title, xTitle, places, placeNames, curves }: Chart): Table {
  return {
    id,
    title,
    columns: [placeNames === undefined ? numbers(xTitle) : words(xTitle), ...curves.map(({ name }) => numbers(name))],
    rows: places.map((place, i) => [placeNames?.[i] ?? place, ...curves.map(({ values }) => values[i] ?? null)]),
  };
}

function px(x: number): string {
  return String(Math.round(x * 10) / 10);
}
