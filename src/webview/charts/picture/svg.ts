/** A chart as an SVG file: its picture under its title, with the legend, on the theme's background. */
import type { Theme } from "../../theme";
import type { ChartModel } from "../chart";
import type { ChartView } from "../chart-view";
import { DASHES, signPath } from "./line-style";
import { colorOf } from "../../theme";
import { pictureOf } from "./picture-of";
import { rect, stroke, text, type Shape } from "./shapes";
import { FONT_SIZE, textWidth, type Size } from "../layout/geometry";

const WIDTH = 760;
const HEIGHT = 400;
const MARGIN = 20;
const LINE = 17;

export function svgOf(
  model: ChartModel,
  view: ChartView,
  theme: Theme,
  digits: number,
): { readonly svg: string; readonly size: Size } {
  const inside = WIDTH - 2 * MARGIN;
  const caption = wrapped(model.caption, inside, 12);
  const head = 26 + LINE * caption.length + 10;
  const height = model.kind === "heat" ? Math.max(HEIGHT, 70 + 12 * model.rows.length) : HEIGHT;
  const picture = pictureOf(model, view, { width: inside, height }, theme, digits);
  const legend = legendRows(model, view, inside);
  const size = {
    width: WIDTH,
    height: MARGIN + head + height + (legend.length === 0 ? 0 : 10 + LINE * legend.length) + MARGIN,
  };
  const parts = [
    shapeText(rect(0, 0, size.width, size.height, theme.background)),
    shapeText(text(MARGIN, MARGIN + 12, model.title, theme.foreground, { "font-size": 15, "font-weight": 600 })),
    ...caption.map((line, i) =>
      shapeText(text(MARGIN, MARGIN + 12 + LINE * (i + 1) + 2, line, theme.muted, { "font-size": 12 })),
    ),
    `<g transform="translate(${MARGIN} ${MARGIN + head})">${picture.shapes.map(shapeText).join("")}</g>`,
    `<g transform="translate(${MARGIN} ${MARGIN + head + height + 16})">${legend
      .flatMap((row, i) => row.flatMap((entry) => legendShapes(entry, i * LINE, theme)))
      .map(shapeText)
      .join("")}</g>`,
  ];
  const box = `width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}"`;
  const root = `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="${escaped(theme.font)}" role="img">`;
  const about = `<title>${escaped(model.title)}</title><desc>${escaped(model.description)}</desc>`;
  const svg = `${root}${about}${parts.join("")}</svg>`;
  return { svg, size };
}

interface Placed {
  readonly entry: {
    readonly name: string;
    readonly tone: number | null;
    readonly dash: keyof typeof DASHES;
    readonly sign: number | null;
  };
  readonly x: number;
}

/** What is switched off is not in the picture, so it is not in its legend. */
function legendRows(model: ChartModel, view: ChartView, width: number): Placed[][] {
  if (model.kind !== "lines") return [];
  const rows: Placed[][] = [];
  let x = Infinity;
  for (const entry of model.legend.filter(({ key }) => !view.hidden.includes(key))) {
    const needed = 32 + textWidth(entry.name) + 18;
    if (x + needed > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ entry, x });
    x += needed;
  }
  return rows;
}

function legendShapes({ entry, x }: Placed, y: number, theme: Theme): Shape[] {
  const color = colorOf(entry.tone, theme);
  const line = stroke(`M${x} ${y - 4}h26`, color, 1.8, DASHES[entry.dash]);
  const sign =
    entry.sign === null ? [] : [stroke(signPath(entry.sign, x + 13, y - 4), color, 1.4, { fill: theme.background })];
  return [line, ...sign, text(x + 32, y, entry.name, theme.foreground)];
}

function shapeText({ tag, at, text: content }: Shape): string {
  const attributes = Object.entries(at)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
  return content === undefined ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${escaped(content)}</${tag}>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (letter) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[letter] ?? ""};`);
}

function wrapped(content: string, width: number, size = FONT_SIZE): string[] {
  const lines: string[] = [];
  for (const word of content.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
