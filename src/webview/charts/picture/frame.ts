/** The axes of a picture: grid lines, few ticks, titles. */
import { formatNumber, fullNumber } from "../../../engine/findings/numbers";
import type { Theme } from "../../theme";
import { decadeAxis, spanAxis, type Axis } from "../axis";
import type { Interval } from "../chart-view";
import type { AcrossAxis } from "../line-chart";
import { px, stroke, text, textWidth, type Rect, type Shape, type Size } from "./shapes";

const TICK_GAP = 8;

/**
 * The area inside the axes, with room for the value axis' texts and, in pixels, for what stands right, above and below.
 */
export function plotOf(
  size: Size,
  valueTexts: readonly string[],
  { right, head = 22, foot = 38 }: { right: number; head?: number; foot?: number },
): Rect {
  const left = Math.ceil(Math.max(12, ...valueTexts.map((one) => textWidth(one)))) + TICK_GAP + 2;
  return {
    left,
    top: head,
    right: Math.max(left + 40, size.width - right),
    bottom: Math.max(head + 40, size.height - foot),
  };
}

/** Places on the plot for values (already on the axis' own scale). */
export function heightOf(axis: Axis, plot: Rect): (at: number) => number {
  return (at) => plot.bottom - ((at - axis.min) / (axis.max - axis.min)) * (plot.bottom - plot.top);
}

export function placeOf(axis: Axis, plot: Rect): (at: number) => number {
  return (at) => plot.left + ((at - axis.min) / (axis.max - axis.min)) * (plot.right - plot.left);
}

export function valueGrid(axis: Axis, plot: Rect, theme: Theme): Shape[] {
  const y = heightOf(axis, plot);
  return axis.ticks.flatMap(({ at, text: label }) => [
    stroke(`M${px(plot.left)} ${px(y(at))}H${px(plot.right)}`, theme.grid, 1, { "shape-rendering": "crispEdges" }),
    text(plot.left - TICK_GAP, y(at) + 4, label, theme.muted, { "text-anchor": "end" }),
  ]);
}

export function timeTicks(axis: Axis, plot: Rect, title: string, theme: Theme): Shape[] {
  const x = placeOf(axis, plot);
  return [
    stroke(`M${px(plot.left)} ${px(plot.bottom)}H${px(plot.right)}`, theme.muted, 1, {
      "shape-rendering": "crispEdges",
    }),
    ...axis.ticks.flatMap(({ at, text: label }) => [
      stroke(`M${px(x(at))} ${px(plot.bottom)}v4`, theme.muted, 1, { "shape-rendering": "crispEdges" }),
      text(x(at), plot.bottom + 16, label, theme.muted, { "text-anchor": "middle" }),
    ]),
    xTitle(plot, title, theme),
  ];
}

export function xTitle(plot: Rect, title: string, theme: Theme, y = plot.bottom + 32): Shape {
  return text((plot.left + plot.right) / 2, y, title, theme.muted, { "text-anchor": "middle" });
}

/** The part of the axis across that is seen, with its ticks. */
export function acrossAxis({ whole, log }: AcrossAxis, { from, to }: Interval, mostTicks: number): Axis {
  return log === true ? decadeAxis(from, to, mostTicks) : spanAxis(from, to, mostTicks, whole === true);
}

/** A place on the axis across in words. */
export function acrossText({ title, log }: AcrossAxis, at: number): string {
  return `${title} = ${log === true ? formatNumber(10 ** at, 6) : fullNumber(at)}`;
}

/** About one tick for this many pixels. */
export function tickCount(plot: Rect): number {
  return Math.max(2, Math.min(8, Math.floor((plot.right - plot.left) / 70)));
}
