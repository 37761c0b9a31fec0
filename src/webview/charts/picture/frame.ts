/** The axes of a picture: grid lines, few ticks, titles. */
import type { Theme } from "../../theme";
import type { Axis } from "../axis";
import { heightOf, placeOf, TICK_GAP } from "../layout/frame";
import { px, type Rect } from "../layout/geometry";
import { stroke, text, type Shape } from "./shapes";

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
