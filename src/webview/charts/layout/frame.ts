/** The area inside the axes of a chart, and places in it. */
import { formatNumber, fullNumber } from "../../../engine/findings/numbers";
import { decadeAxis, spanAxis, type Axis } from "../axis";
import type { Interval } from "../chart-view";
import type { AcrossAxis } from "../line-chart";
import { textWidth, type Rect, type Size } from "./geometry";

/** Between the values' texts and the axis. */
export const TICK_GAP = 8;

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
