/** The picture of a map of colours over time: red above zero, blue below, in steps; zero has the card's own colour. */
import { formatNumber, fullNumber } from "../../../engine/findings/numbers";
import type { Theme } from "../../theme";
import { seenOf, type ChartView } from "../chart-view";
import type { HeatChart } from "../heat-chart";
import { timeTicks } from "./frame";
import { acrossAxis, acrossText, placeOf, plotOf, tickCount } from "../layout/frame";
import { wholeOf } from "../layout/line-layout";
import { rect, stroke, text, type Picture, type Shape } from "./shapes";
import { px, textWidth, type Rect, type Size } from "../layout/geometry";

/** Steps of the colour's strength on either side of zero. */
const STEPS = 10;
/** A row's name needs this height. */
const NAME_HEIGHT = 11;

export function heatPicture(model: HeatChart, view: ChartView, size: Size, theme: Theme): Picture {
  const seen = seenOf(view, wholeOf(model));
  const plot = plotOf(size, model.rows, { right: 14, head: 26 });
  const times = acrossAxis(model.x, seen, tickCount(plot));
  const x = placeOf(times, plot);
  const rowHeight = (plot.bottom - plot.top) / model.rows.length;
  const indices = columnsSeen(model, x, plot);
  const nameEvery = Math.max(1, Math.ceil(NAME_HEIGHT / rowHeight));
  return {
    size,
    shapes: [
      ...cells(model, indices, x, plot, rowHeight, theme),
      ...model.rows.flatMap((name, row) =>
        row % nameEvery !== 0
          ? []
          : [text(plot.left - 8, plot.top + (row + 0.5) * rowHeight + 4, name, theme.muted, { "text-anchor": "end" })],
      ),
      stroke(`M${px(plot.left)} ${px(plot.top)}H${px(plot.right)}V${px(plot.bottom)}H${px(plot.left)}Z`, theme.grid, 1),
      ...timeTicks(times, plot, model.x.title, theme),
      ...key(model.largest, plot, size, theme),
    ],
    plot,
    stops: indices.map((index) => x(model.xs[index]!)),
    read: (stop, y) => {
      const index = indices[stop] ?? 0;
      const row = Math.min(model.rows.length - 1, Math.max(0, Math.floor(((y ?? plot.top) - plot.top) / rowHeight)));
      return {
        title: acrossText(model.x, model.xs[index]!),
        heads: null,
        rows: [{ color: null, name: model.rows[row] ?? "", values: [fullNumber(model.values[index]?.[row] ?? 0)] }],
      };
    },
    timeAt: (at) => times.min + ((at - plot.left) / (plot.right - plot.left)) * (times.max - times.min),
  };
}

/** The samples that are seen: no more than one for two pixels. */
function columnsSeen(model: HeatChart, x: (at: number) => number, plot: Rect): number[] {
  const seen: number[] = [];
  let last = -Infinity;
  for (let i = 0; i < Math.min(model.xs.length, model.values.length); i++) {
    const at = x(model.xs[i]!);
    if (at < plot.left - 1e-6 || at > plot.right + 1e-6 || at - last < 2) continue;
    seen.push(i);
    last = at;
  }
  return seen;
}

/** Neighbours of one colour are one rectangle; all rectangles of one colour are one shape. */
function cells(
  model: HeatChart,
  indices: readonly number[],
  x: (at: number) => number,
  plot: Rect,
  rowHeight: number,
  theme: Theme,
): Shape[] {
  const paths = new Map<number, string>();
  const start = (column: number): number =>
    column === 0
      ? Math.max(plot.left, x(model.xs[indices[0]!]!))
      : x((model.xs[indices[column - 1]!]! + model.xs[indices[column]!]!) / 2);
  const end = (column: number): number =>
    column === indices.length - 1 ? Math.min(plot.right, x(model.xs[indices[column]!]!)) : start(column + 1);
  model.rows.forEach((_, row) => {
    const top = plot.top + row * rowHeight;
    for (let column = 0; column < indices.length;) {
      const step = stepOf(model.values[indices[column]!]?.[row] ?? 0, model.largest);
      let last = column;
      while (last + 1 < indices.length && stepOf(model.values[indices[last + 1]!]?.[row] ?? 0, model.largest) === step)
        last++;
      if (step !== 0) {
        const [left, right] = [px(start(column)), px(end(last))];
        paths.set(step, `${paths.get(step) ?? ""}M${left} ${px(top)}H${right}v${px(rowHeight)}H${left}z`);
      }
      column = last + 1;
    }
  });
  return [...paths].map(([step, d]) => ({
    tag: "path",
    at: { d, ...colorOfStep(step, theme), "shape-rendering": "crispEdges" },
  }));
}

/** -STEPS … STEPS; what is negligible beside the largest is zero. */
export function stepOf(value: number, largest: number): number {
  const step = largest > 0 ? Math.round((value / largest) * STEPS) : 0;
  return step === 0 ? 0 : Math.max(-STEPS, Math.min(STEPS, step));
}

function colorOfStep(step: number, theme: Theme): Shape["at"] {
  return {
    fill: step > 0 ? theme.exception : theme.plain,
    "fill-opacity": Math.round((100 * Math.abs(step)) / STEPS) / 100,
  };
}

/** What the colours mean: −1.9 … 0 … 1.9. In a narrow chart its squares are smaller. */
function key(largest: number, plot: Rect, { width }: Size, theme: Theme): Shape[] {
  const [low, high] = [`−${formatNumber(largest, 2)}`, formatNumber(largest, 2)];
  const room = width - plot.left - textWidth(low) - textWidth(high) - 12;
  const side = Math.max(3, Math.min(7, Math.floor(room / (2 * STEPS + 1))));
  const left = plot.left + textWidth(low) + 6;
  const right = left + (2 * STEPS + 1) * side;
  const swatches = Array.from({ length: 2 * STEPS + 1 }, (_, i) => i - STEPS).flatMap((step, i) =>
    step === 0 ? [] : [rect(left + i * side, 4, side, 10, "none", colorOfStep(step, theme))],
  );
  return [
    text(plot.left, 13, low, theme.muted),
    ...swatches,
    text((left + right) / 2, 13, "0", theme.muted, { "text-anchor": "middle" }),
    text(right + 6, 13, high, theme.muted),
  ];
}
