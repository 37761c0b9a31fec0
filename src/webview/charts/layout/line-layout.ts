/**
 * Where everything of a line chart stands, for whoever draws it: axes, curves on their scales, words that keep apart.
 */
import type { Theme } from "../../theme";
import { closeLogAxis, linearAxis, logAxis, spanAxis, type Axis } from "../axis";
import { seenOf, type ChartView, type Interval } from "../chart-view";
import type { AcrossAxis, Line, LineChart } from "../line-chart";
import { acrossAxis, heightOf, placeOf, plotOf, tickCount } from "./frame";
import { stopsOf } from "./reading";
import { textWidth, type Face, type Rect, type Size } from "./geometry";
import type { Point } from "../thin";
import { endLabels, type EndLabel } from "./end-labels";
import { momentsOf, levelOf, type PlacedLevel, type PlacedMoments } from "./moments";
import { emptyExtent, endsOf, extend, piecesOf } from "./seen-curve";

/** Narrower charts leave the names to the legend. */
const LABELS_FROM = 380;
const WIDEST_LABEL = 110;
/** A kept run may stretch the axis by this factor. */
const BEYOND = { linear: 3, log: 1e3 } as const;

export interface LineLayout extends Face {
  readonly seen: Interval;
  /** What is not hidden. */
  readonly curves: readonly Curve[];
  readonly values: Axis;
  readonly across: Axis;
  readonly labels: readonly EndLabel[];
  readonly moments: PlacedMoments;
  readonly level: PlacedLevel | null;
}

export interface Curve {
  readonly line: Line;
  /** Its uninterrupted pieces, as places on the two axes. */
  readonly pieces: readonly (readonly Point[])[];
}

/** `fineness`: columns per pixel that a curve is thinned to. */
export function lineLayout(model: LineChart, view: ChartView, size: Size, theme: Theme, fineness = 1): LineLayout {
  const seen = seenOf(view, wholeOf(model));
  const lines = model.lines.filter((line) => !line.keys.some((key) => view.hidden.includes(key)));
  const values = valueAxis(model, lines, seen, view.zoom !== null);
  const labelRoom =
    size.width < LABELS_FROM
      ? 0
      : Math.min(WIDEST_LABEL, Math.max(0, ...lines.map(({ label }) => (label === null ? 0 : textWidth(label) + 8))));
  const plot = plotOf(
    size,
    values.ticks.map((tick) => tick.text),
    { right: 14 + labelRoom },
  );
  const across = acrossAxis(model.x, seen, tickCount(plot));
  const [x, y] = [placeOf(across, plot), heightOf(values, plot)];
  const columns = Math.max(1, Math.round(fineness * (plot.right - plot.left)));
  const curves = lines.map((line) => ({ line, pieces: piecesOf(line, seen, values, model.scale, columns) }));
  const worded = model.marks.length > 0 || model.level !== null;
  const boxes = worded ? boxesOf(curves, x, y, plot) : [];
  const moments = momentsOf(model, seen, plot, boxes);
  return {
    size,
    plot,
    seen,
    curves,
    values,
    across,
    labels: labelRoom === 0 ? [] : endLabels(curves, x, y, plot, size),
    moments,
    level: levelOf(model, values, plot, moments.words, boxes),
    ...stopsOf(model, lines, seen, x, theme),
    timeAt: (at) => across.min + ((at - plot.left) / (plot.right - plot.left)) * (across.max - across.min),
  };
}

/** What the curves cover inside the plot: a box for each step from a point to the next. */
function boxesOf(curves: readonly Curve[], x: (at: number) => number, y: (at: number) => number, plot: Rect): Rect[] {
  return curves
    .flatMap(({ pieces }) => pieces)
    .flatMap((piece) =>
      piece.map((point, i): Rect => {
        const before = piece[i - 1] ?? point;
        const [top, bottom] = [y(Math.max(before.y, point.y)), y(Math.min(before.y, point.y))];
        return { left: x(before.x), right: x(point.x), top, bottom };
      }),
    )
    .filter(({ top, bottom }) => bottom >= plot.top && top <= plot.bottom);
}

export function wholeOf({ x: { from = 0, end } }: { readonly x: AcrossAxis }): Interval {
  return { from, to: end > from ? end : from + 1 };
}

/** The axis is that of the run: what a kept run has far beyond leaves the picture. */
function valueAxis(model: LineChart, lines: readonly Line[], seen: Interval, zoomed: boolean): Axis {
  const extent = emptyExtent();
  for (const line of lines) if (line.dash !== "long") extend(extent, line, seen);
  const most = endsOf(extent).reduce((size, y) => Math.max(size, Math.abs(y)), 0);
  const beyond = most > 0 ? BEYOND[model.scale] * most : Infinity;
  for (const line of lines) if (line.dash === "long") extend(extent, line, seen, beyond);
  const values = endsOf(extent);
  if (!zoomed && model.level !== null) values.push(model.level.value);
  if (model.scale === "log") return zoomed ? closeLogAxis(values) : logAxis(values);
  if (!zoomed || values.length === 0) return linearAxis(values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pad = high > low ? 0.05 * (high - low) : Math.max(Math.abs(high) * 1e-3, 1e-12);
  return spanAxis(low - pad, high + pad, 5);
}
