/** The picture of curves over time, for exports: what is seen of each, its name at its end, moments and levels. */
import type { Theme } from "../../theme";
import type { ChartView } from "../chart-view";
import { lineLayout, type Curve, type LineLayout } from "../layout/line-layout";
import type { Line, LineChart } from "../line-chart";
import type { Point } from "../thin";
import { timeTicks, valueGrid } from "./frame";
import { heightOf, placeOf } from "../layout/frame";
import { endLabelShapes, markWords, signShapes, yTitle } from "./line-words";
import { DASHES } from "./line-style";
import { colorOf } from "../../theme";
import { isCompanion } from "../layout/reading";
import { stroke, type Picture, type Shape } from "./shapes";
import { px, type Size } from "../layout/geometry";

export function linePicture(model: LineChart, view: ChartView, size: Size, theme: Theme): Picture {
  const layout = lineLayout(model, view, size, theme);
  const { plot, curves, values, across } = layout;
  return {
    ...layout,
    shapes: [
      ...valueGrid(values, plot, theme),
      yTitle(model, theme),
      ...marks(layout, theme),
      ...curves.flatMap((one) => curve(one, layout, theme)),
      ...markWords(layout, theme),
      ...signShapes(layout, theme),
      ...endLabelShapes(layout, theme),
      ...timeTicks(across, plot, model.x.title, theme),
    ],
  };
}

/** Drawn as a wide, pale band, so that the dashes of its companion are seen where the two agree. */
export function isCompared(line: Line, { curves }: LineLayout): boolean {
  return curves.some((other) => isCompanion(other.line, line));
}

function marks({ moments, level, values, across, plot }: LineLayout, theme: Theme): Shape[] {
  const [x, y] = [placeOf(across, plot), heightOf(values, plot)];
  const dashes = { "stroke-dasharray": "2 3" };
  return [
    ...moments.lines.map((at) => stroke(`M${px(x(at))} ${px(plot.top)}V${px(plot.bottom)}`, theme.muted, 1, dashes)),
    ...(level === null
      ? []
      : [stroke(`M${px(plot.left)} ${px(y(level.at))}H${px(plot.right)}`, theme.threshold, 1.2, dashes)]),
  ];
}

function curve({ line, pieces }: Curve, layout: LineLayout, theme: Theme): Shape[] {
  const { plot, across, values } = layout;
  const [x, y] = [placeOf(across, plot), heightOf(values, plot)];
  const d = pieces
    .map((piece) => piece.map((p) => ({ x: x(p.x), y: y(p.y) })))
    .flatMap((piece) => between(piece, plot.top - 1, plot.bottom + 1))
    .map(
      (piece) =>
        piece.map((p, i) => `${i === 0 ? "M" : "L"}${px(p.x)} ${px(p.y)}`).join("") +
        (piece.length === 1 ? "h0.1" : ""),
    )
    .join("");
  if (d === "") return [];
  const width = isCompared(line, layout)
    ? { "stroke-width": 4, "stroke-opacity": theme.highContrast ? 0.6 : 0.45 }
    : {};
  return [
    stroke(d, colorOf(line.tone, theme), 1.8, {
      "stroke-linejoin": "round",
      "stroke-linecap": line.dash === "dotted" ? "round" : "butt",
      ...DASHES[line.dash],
      ...width,
    }),
  ];
}

/** What lies between two heights, cut where the curve crosses them. */
function between(points: readonly Point[], top: number, bottom: number): Point[][] {
  if (points.every(({ y }) => y >= top && y <= bottom)) return [[...points]];
  const found: Point[][] = [];
  let open = false;
  points.forEach((point, i) => {
    const before = i === 0 ? undefined : points[i - 1];
    const inside = point.y >= top && point.y <= bottom;
    if (before !== undefined && inside !== open) {
      const [out, into] = inside ? [before, point] : [point, before];
      const edge = out.y < top ? top : bottom;
      const cut = { x: into.x + ((out.x - into.x) * (edge - into.y)) / (out.y - into.y), y: edge };
      if (inside) found.push([cut]);
      else found.at(-1)?.push(cut);
    }
    if (inside && before === undefined) found.push([]);
    if (inside) found.at(-1)?.push(point);
    open = inside;
  });
  return found;
}
