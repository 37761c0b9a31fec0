/** Moments as upright lines, and the level as a line across; each with its words where they fit. */
import type { Theme } from "../../theme";
import type { Axis } from "../axis";
import type { Interval } from "../chart-view";
import type { LineChart } from "../line-chart";
import { heightOf } from "./frame";
import { px, rect, stroke, text, textWidth, type Rect, type Shape } from "./shapes";

export function momentsAndLevel(model: LineChart, axis: Axis, seen: Interval, plot: Rect, theme: Theme): Shape[] {
  return [...moments(model, seen, plot, theme), ...level(model, axis, plot, theme)];
}

function moments({ marks }: LineChart, seen: Interval, plot: Rect, theme: Theme): Shape[] {
  const x = (at: number): number => plot.left + ((at - seen.from) / (seen.to - seen.from)) * (plot.right - plot.left);
  const shown = marks.filter((mark) => mark.x >= seen.from && mark.x <= seen.to).sort((a, b) => a.x - b.x);
  const lines = shown.map((mark) =>
    stroke(`M${px(x(mark.x))} ${px(plot.top)}V${px(plot.bottom)}`, theme.muted, 1, { "stroke-dasharray": "2 3" }),
  );
  // Each row of words begins where the one before it in that row has ended.
  const taken: number[] = [];
  const words = shown.flatMap((mark) => {
    const at = x(mark.x);
    const width = textWidth(mark.label);
    const left = at + 4 + width <= plot.right ? at + 4 : at - 4 - width;
    const row = [0, 1, 2].find((one) => (taken[one] ?? -Infinity) < left);
    if (row === undefined || left < plot.left) return [];
    taken[row] = left + width + 8;
    const y = plot.top + 12 + 14 * row;
    return [rect(left - 1, y - 10, width + 2, 13, theme.background), text(left, y, mark.label, theme.muted)];
  });
  return [...lines, ...words];
}

function level({ level: wanted }: LineChart, axis: Axis, plot: Rect, theme: Theme): Shape[] {
  if (wanted === null) return [];
  const y = heightOf(axis, plot)(axis.position(wanted.value));
  if (y < plot.top || y > plot.bottom) return [];
  return [
    stroke(`M${px(plot.left)} ${px(y)}H${px(plot.right)}`, theme.threshold, 1.2, { "stroke-dasharray": "2 3" }),
    text(plot.left + 5, y > plot.bottom - 14 ? y - 4 : y + 12, wanted.label, theme.muted),
  ];
}
