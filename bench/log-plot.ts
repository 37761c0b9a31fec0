/** A log-log plot as SVG text: axes in powers of ten, every line labelled where it ends, colours for light and dark pages. */

export interface PlotSeries {
  readonly label: string;
  readonly note: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const [WIDTH, HEIGHT] = [860, 520];
const [LEFT, RIGHT, TOP, BOTTOM] = [74, 206, 54, 58];
const LINE_HEIGHT = 16;
/** Light and dark, told apart without colour vision too (after Okabe and Ito). */
const COLOURS: readonly (readonly [string, string])[] = [
  ["#0069a8", "#56b4e9"],
  ["#b84a00", "#f0903c"],
  ["#007a58", "#2fc79a"],
  ["#9c4a7d", "#dd9fc3"],
];

export function logPlot(title: string, xName: string, yName: string, series: readonly PlotSeries[]): string {
  const [x0, x1] = decades(series.flatMap(({ points }) => points.map(({ x }) => x)));
  const [y0, y1] = decades(series.flatMap(({ points }) => points.map(({ y }) => y)));
  const [right, bottom] = [WIDTH - RIGHT, HEIGHT - BOTTOM];
  const px = (x: number): number => LEFT + ((Math.log10(x) - x0) / (x1 - x0)) * (right - LEFT);
  const py = (y: number): number => bottom - ((Math.log10(y) - y0) / (y1 - y0)) * (bottom - TOP);
  const parts = [`<text class="title" x="${LEFT}" y="28">${escaped(title)}</text>`];
  for (let e = x0; e <= x1; e++) {
    const at = px(10 ** e).toFixed(1);
    parts.push(
      `<line class="grid" x1="${at}" y1="${TOP}" x2="${at}" y2="${bottom}"/>`,
      `<text text-anchor="middle" x="${at}" y="${bottom + 20}">${power(e)}</text>`,
    );
  }
  for (let e = y0; e <= y1; e++) {
    const at = py(10 ** e).toFixed(1);
    parts.push(
      `<line class="grid" x1="${LEFT}" y1="${at}" x2="${right}" y2="${at}"/>`,
      `<text text-anchor="end" x="${LEFT - 8}" y="${Number(at) + 4}">${power(e)}</text>`,
    );
  }
  parts.push(`<text text-anchor="middle" x="${(LEFT + right) / 2}" y="${HEIGHT - 12}">${escaped(xName)}</text>`);
  parts.push(
    `<text text-anchor="middle" transform="translate(20 ${(TOP + bottom) / 2}) rotate(-90)">${escaped(yName)}</text>`,
  );
  const ends = series.map(({ points }) => points[points.length - 1]);
  const labels = apart(
    ends.map(({ y }) => py(y)),
    2 * LINE_HEIGHT + 4,
    bottom,
  );
  series.forEach(({ label, note, points }, i) => {
    const path = points.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`);
    const [endX, endY, labelX] = [px(ends[i].x), py(ends[i].y), right + 12];
    parts.push(`<g class="s${i % COLOURS.length}"><polyline points="${path.join(" ")}"/>`);
    for (const point of path) parts.push(`<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3"/>`);
    parts.push(
      `<path class="leader" d="M${(endX + 6).toFixed(1)} ${endY.toFixed(1)} L${labelX - 4} ${labels[i].toFixed(1)}"/>`,
    );
    parts.push(`<text x="${labelX}" y="${(labels[i] + 1).toFixed(1)}">${escaped(label)}</text>`);
    parts.push(`<text x="${labelX}" y="${(labels[i] + 1 + LINE_HEIGHT).toFixed(1)}">${escaped(note)}</text></g>`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(title)}">
<style>${styles()}</style>
<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>
${parts.join("\n")}
</svg>
`;
}

/** The powers of ten that enclose all values, as exponents. */
function decades(values: readonly number[]): [number, number] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
}

/** Moves labels down, then up from the bottom, until any two are `distance` apart. */
function apart(wanted: readonly number[], distance: number, lowest: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const placed = wanted.slice();
  order.forEach((i, rank) => {
    if (rank > 0) placed[i] = Math.max(placed[i], placed[order[rank - 1]] + distance);
  });
  let limit = lowest - LINE_HEIGHT;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i], limit);
    limit = placed[i] - distance;
  }
  return placed;
}

function power(exponent: number): string {
  return `10<tspan dy="-6" font-size="9">${exponent < 0 ? "−" : ""}${Math.abs(exponent)}</tspan>`;
}

function styles(): string {
  const theme = (side: 0 | 1, page: string, text: string, grid: string): string =>
    `.page{fill:${page}}text{fill:${text}}.grid{stroke:${grid}}` +
    COLOURS.map(
      (pair, i) => `.s${i} text,.s${i} circle{fill:${pair[side]}}.s${i} polyline,.s${i} path{stroke:${pair[side]}}`,
    ).join("");
  return (
    "text{font:12px system-ui,sans-serif}.title{font-size:16px;font-weight:600}polyline{fill:none;stroke-width:2}" +
    `.leader{fill:none;stroke-width:1;stroke-dasharray:2 3}${theme(0, "#ffffff", "#333333", "#dddddd")}` +
    `@media (prefers-color-scheme:dark){${theme(1, "#1e1e1e", "#d4d4d4", "#3c3c3c")}}`
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
