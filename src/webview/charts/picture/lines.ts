/** The picture of curves over time: what is seen of each, its name at its end where there is room, moments and levels. */
import type { Theme } from "../../theme";
import { closeLogAxis, linearAxis, logAxis, spanAxis, type Axis } from "../axis";
import { seenOf, type ChartView, type Interval } from "../chart-view";
import type { AcrossAxis, Line, LineChart } from "../line-chart";
import { thinned, type Point } from "../thin";
import { acrossAxis, heightOf, placeOf, plotOf, tickCount, timeTicks, valueGrid } from "./frame";
import { colorOf, DASHES, signPath } from "./line-style";
import { momentsAndLevel } from "./moments";
import { isCompanion, stopsOf } from "./reading";
import { nearest, px, rect, stroke, text, textWidth, type Picture, type Rect, type Shape, type Size } from "./shapes";

/** Narrower charts leave the names to the legend. */
const LABELS_FROM = 380;
const WIDEST_LABEL = 110;
const LABEL_HEIGHT = 13;
/** A kept run may stretch the axis by this factor. */
const BEYOND = { linear: 3, log: 1e3 } as const;
/** Signs on one curve, about. */
const SIGNS = 5;

export function linePicture(model: LineChart, view: ChartView, size: Size, theme: Theme): Picture {
  const seen = seenOf(view, wholeOf(model));
  const lines = model.lines.filter((line) => !line.keys.some((key) => view.hidden.includes(key)));
  const parts = lines.map((line) => clipped(line, seen));
  const axis = valueAxis(model, lines, parts, view.zoom !== null);
  const labelRoom =
    size.width < LABELS_FROM
      ? 0
      : Math.min(WIDEST_LABEL, Math.max(0, ...lines.map(({ label }) => (label === null ? 0 : textWidth(label) + 8))));
  const plot = plotOf(
    size,
    axis.ticks.map((tick) => tick.text),
    { right: 14 + labelRoom },
  );
  const times = acrossAxis(model.x, seen, tickCount(plot));
  const [x, y] = [placeOf(times, plot), heightOf(axis, plot)];
  const drawn = parts.map((part) =>
    pieces(part, model.scale)
      .map((piece) =>
        thinned(
          piece.map((p) => ({ x: x(p.x), y: y(axis.position(p.y)) })),
          plot.right - plot.left,
        ),
      )
      .flatMap((piece) => between(piece, plot.top - 1, plot.bottom + 1)),
  );
  return {
    size,
    shapes: [
      ...valueGrid(axis, plot, theme),
      text(2, 11, model.yTitle, theme.muted),
      ...momentsAndLevel(model, axis, seen, plot, theme),
      ...lines.flatMap((line, index) =>
        curve(
          line,
          drawn[index] ?? [],
          lines.some((other) => isCompanion(other, line)),
          theme,
        ),
      ),
      ...(labelRoom === 0 ? [] : endLabels(lines, drawn, plot, size, theme)),
      ...timeTicks(times, plot, model.x.title, theme),
    ],
    plot,
    ...stopsOf(model, lines, seen, x, theme),
    timeAt: (at) => times.min + ((at - plot.left) / (plot.right - plot.left)) * (times.max - times.min),
  };
}

export function wholeOf({ x: { from = 0, end } }: { readonly x: AcrossAxis }): Interval {
  return { from, to: end > from ? end : from + 1 };
}

/** What lies inside, with the curve's values at the two edges. */
function clipped({ xs, ys }: Line, { from, to }: Interval): Point[] {
  const points: Point[] = [];
  const count = Math.min(xs.length, ys.length);
  for (let i = 0; i < count; i++) {
    const [x, y] = [xs[i]!, ys[i]!];
    if (i > 0)
      for (const edge of [from, to])
        if (xs[i - 1]! < edge && edge < x)
          points.push({ x: edge, y: ys[i - 1]! + ((y - ys[i - 1]!) * (edge - xs[i - 1]!)) / (x - xs[i - 1]!) });
    if (x >= from && x <= to) points.push({ x, y });
  }
  return points;
}

/** A log axis has no place for 0: the curve is interrupted there. */
function pieces(points: readonly Point[], scale: LineChart["scale"]): Point[][] {
  if (scale === "linear") return points.length === 0 ? [] : [[...points]];
  const found: Point[][] = [];
  let open = false;
  for (const point of points) {
    if (point.y > 0) {
      if (!open) found.push([]);
      found.at(-1)?.push(point);
    }
    open = point.y > 0;
  }
  return found;
}

/** The axis is that of the run: what a kept run has far beyond leaves the picture. */
function valueAxis(model: LineChart, lines: readonly Line[], parts: readonly Point[][], zoomed: boolean): Axis {
  const own = parts.flatMap((part, i) => (lines[i]?.dash === "long" ? [] : part.map(({ y }) => y)));
  const most = own.reduce((size, y) => Math.max(size, Math.abs(y)), 0);
  const beyond = most > 0 ? BEYOND[model.scale] * most : Infinity;
  const values =
    own.length === 0
      ? parts.flatMap((part) => part.map(({ y }) => y))
      : [
          ...own,
          ...parts.flatMap((part, i) =>
            lines[i]?.dash === "long" ? part.map(({ y }) => y).filter((y) => Math.abs(y) <= beyond) : [],
          ),
        ];
  if (!zoomed && model.level !== null) values.push(model.level.value);
  if (model.scale === "log") return zoomed ? closeLogAxis(values) : logAxis(values);
  if (!zoomed || values.length === 0) return linearAxis(values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = high > low ? 0.05 * (high - low) : Math.max(Math.abs(high) * 1e-3, 1e-12);
  return spanAxis(low - pad, high + pad, 5);
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

/** `compared`: drawn as a wide, pale band, so that the dashes of its companion are seen where the two agree. */
function curve(line: Line, drawn: readonly (readonly Point[])[], compared: boolean, theme: Theme): Shape[] {
  const color = colorOf(line.tone, theme);
  const d = drawn
    .map(
      (piece) =>
        piece.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${px(x)} ${px(y)}`).join("") +
        (piece.length === 1 ? "h0.1" : ""),
    )
    .join("");
  if (d === "") return [];
  const width = compared ? { "stroke-width": 4, "stroke-opacity": theme.highContrast ? 0.6 : 0.45 } : {};
  const shapes = [
    stroke(d, color, 1.8, {
      "stroke-linejoin": "round",
      "stroke-linecap": line.dash === "dotted" ? "round" : "butt",
      ...DASHES[line.dash],
      ...width,
    }),
  ];
  if (line.sign === null) return shapes;
  const points = drawn.flat();
  const [first, last] = [points[0]!.x, points.at(-1)!.x];
  const xs = points.map((p) => p.x);
  let signs = "";
  for (let k = 0; k < SIGNS; k++) {
    const at = points[nearest(xs, first + ((k + 0.3 + 0.11 * (line.sign % 6)) / SIGNS) * (last - first))]!;
    signs += signPath(line.sign, at.x, at.y);
  }
  return [...shapes, stroke(signs, color, 1.4, { fill: theme.background })];
}

/** Names at the ends of their curves, pushed apart; those that leave the plot are left to the legend. */
function endLabels(
  lines: readonly Line[],
  drawn: readonly (readonly Point[])[][],
  plot: Rect,
  size: Size,
  theme: Theme,
): Shape[] {
  const wanted = lines.flatMap((line, index) => {
    const end = drawn[index]?.at(-1)?.at(-1);
    if (line.label === null || end === undefined) return [];
    // A kept run that ended earlier would be named in the midst of the others.
    return line.dash === "long" && end.x < plot.right - 2 ? [] : [{ line, label: line.label, x: end.x + 5, y: end.y }];
  });
  wanted.sort((a, b) => a.y - b.y);
  const spaced = apart(
    wanted.map(({ y }) => y),
    plot,
  );
  if (spaced === null) return [];
  return wanted.flatMap(({ line, label, x }, i) => {
    const width = textWidth(label);
    if (x + width > size.width) return [];
    const y = spaced[i]! + 4;
    // While the run grows, the name travels with the curve's end, over the grid.
    const plate = x + width < plot.right ? [rect(x - 2, y - 10, width + 4, LABEL_HEIGHT, theme.background)] : [];
    return [...plate, text(x, y, label, colorOf(line.tone, theme))];
  });
}

/** Moves heights (ascending) apart, as little as needed; `null` when there are too many. */
export function apart(heights: readonly number[], plot: Rect): number[] | null {
  if (heights.length * LABEL_HEIGHT > plot.bottom - plot.top + LABEL_HEIGHT) return null;
  const placed = [...heights];
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + LABEL_HEIGHT);
  let limit = plot.bottom;
  for (let i = placed.length - 1; i >= 0 && placed[i]! > limit; i--, limit -= LABEL_HEIGHT) placed[i] = limit;
  return placed;
}
