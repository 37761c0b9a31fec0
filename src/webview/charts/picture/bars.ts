/** The picture of a bar chart: marked bars are striped, values stand over their bars where they fit, the threshold is dashed. */
import { formatNumber } from "../../../engine/findings/numbers";
import type { Theme } from "../../theme";
import { linearAxis, logAxis, type Axis } from "../axis";
import type { BarChart } from "../bar-chart";
import { heightOf, plotOf, valueGrid, xTitle } from "./frame";
import { px, rect, stroke, text, textWidth, type Picture, type Rect, type Shape, type Size } from "./shapes";

const WIDEST_BAR = 48;
/** Values are written only where they stay this far apart, names where they stay that far. */
const VALUE_GAP = 6;
const NAME_GAP = 8;
const STRIPE = 6;

export function barPicture(model: BarChart, size: Size, theme: Theme, digits: number): Picture {
  const axis = axisOf(model);
  const twoLines = model.bars.some((bar) => bar.label.includes("→ "));
  const plot = plotOf(
    size,
    axis.ticks.map((tick) => tick.text),
    { right: 12, head: 14, foot: twoLines ? 50 : 38 },
  );
  const y = heightOf(axis, plot);
  const room = (plot.right - plot.left) / model.bars.length;
  const middle = (index: number): number => plot.left + (index + 0.5) * room;
  const width = Math.max(1, Math.min(WIDEST_BAR, room * 0.8));
  const special = model.markedAs === "exception" ? theme.exception : theme.alternate;
  const shapes: Shape[] = [...valueGrid(axis, plot, theme)];
  model.bars.forEach((bar, index) => {
    const [foot, head] = [y(axis.base), y(axis.position(bar.value))];
    // Never so low that it cannot be seen.
    const height = Math.max(2, Math.abs(foot - head));
    const box: Rect = {
      left: middle(index) - width / 2,
      right: middle(index) + width / 2,
      top: head > foot ? foot : foot - height,
      bottom: head > foot ? foot + height : foot,
    };
    shapes.push(...barShapes(box, bar.marked ? special : null, theme));
  });
  shapes.push(...names(model, middle, room, plot, theme), xTitle(plot, model.xTitle, theme, size.height - 6));
  if (model.threshold !== null)
    shapes.push(...threshold(y(axis.position(model.threshold.value)), model.threshold.label, plot, theme));
  const values = model.bars.map((bar) => formatNumber(bar.value, Math.min(digits, 3)));
  if (values.every((value) => textWidth(value) <= room - VALUE_GAP))
    model.bars.forEach((bar, index) => {
      const at = y(axis.position(bar.value));
      const below = at > y(axis.base);
      shapes.push(
        text(
          middle(index),
          below ? at + 13 : Math.min(at, y(axis.base) - 2) - 4,
          values[index] ?? "",
          theme.foreground,
          { "text-anchor": "middle" },
        ),
      );
    });
  return {
    size,
    shapes,
    plot,
    stops: model.bars.map((_, index) => middle(index)),
    read: (stop) => {
      const [title = "", ...rows] = model.bars[stop]?.hover ?? [];
      return { title, heads: null, rows: rows.map((row) => ({ color: null, name: row, values: [] })) };
    },
    timeAt: null,
  };
}

function axisOf(model: BarChart): Axis {
  const values = model.bars.map((bar) => bar.value);
  switch (model.scale) {
    case "log":
      return logAxis(model.threshold === null ? values : [...values, model.threshold.value]);
    case "linear":
      return linearAxis(values);
  }
}

function barShapes(box: Rect, special: string | null, theme: Theme): Shape[] {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (special === null)
    return [
      rect(box.left, box.top, width, height, theme.plain, theme.highContrast ? { stroke: theme.foreground } : {}),
    ];
  return [
    rect(box.left, box.top, width, height, special, { "fill-opacity": 0.22 }),
    stroke(stripes(box), special, 2),
    rect(box.left, box.top, width, height, "none", { stroke: special }),
  ];
}

/** Diagonal lines inside a box, rising to the right. */
function stripes({ left, top, right, bottom }: Rect): string {
  let d = "";
  for (let sum = left + top + STRIPE / 2; sum < right + bottom; sum += STRIPE) {
    const [x0, x1] = [Math.max(left, sum - bottom), Math.min(right, sum - top)];
    d += `M${px(x0)} ${px(sum - x0)}L${px(x1)} ${px(sum - x1)}`;
  }
  return d;
}

/** "layer1 → layer2" takes two lines. Where not all names fit, every second, fourth … stands there. */
function names(model: BarChart, middle: (index: number) => number, room: number, plot: Rect, theme: Theme): Shape[] {
  const lines = model.bars.map((bar) => bar.label.split(/(?<=→) /));
  const widest = Math.max(...lines.flat().map((line) => textWidth(line))) + NAME_GAP;
  const all = model.bars.some((bar) => bar.label === "");
  const every = all ? 1 : Math.max(1, Math.ceil(widest / room));
  return lines.flatMap((parts, index) =>
    index % every !== 0
      ? []
      : parts.map((part, line) =>
          text(middle(index), plot.bottom + 13 + 11 * line - (parts.length > 1 ? 2 : 0), part, theme.muted, {
            "text-anchor": "middle",
          }),
        ),
  );
}

function threshold(at: number, label: string, plot: Rect, theme: Theme): Shape[] {
  const width = textWidth(label);
  return [
    stroke(`M${px(plot.left)} ${px(at)}H${px(plot.right)}`, theme.threshold, 1.5, { "stroke-dasharray": "6 4" }),
    // On a plate of the background's colour, readable over bars.
    rect(plot.right - width - 10, at - 18, width + 8, 15, theme.background),
    text(plot.right - 6, at - 7, label, theme.foreground, { "text-anchor": "end" }),
  ];
}
