/**
 * What chart.js is told to draw. The layout is ours: its scales take exactly the room and the ticks that the layout
 * gives them.
 */
import type { ChartConfiguration, ScaleOptions } from "chart.js";
// The types of its options, without the plugin itself: it needs a window.
import type {} from "chartjs-plugin-zoom";
import type { Theme } from "../../theme";
import type { Axis } from "../axis";
import type { Shape } from "../picture/shapes";
import { FONT_SIZE, type Face } from "../layout/geometry";

export interface CanvasPlan {
  readonly config: ChartConfiguration<"line" | "bar">;
  /** Drawn before and after the bars and curves. */
  readonly under: readonly Shape[];
  readonly over: readonly Shape[];
  readonly face: Face;
}

type LinearScale = ScaleOptions<"linear"> & { readonly type: "linear" };
export type Options = NonNullable<CanvasPlan["config"]["options"]>;

/** Gap between a scale's texts and the plot, as in the pictures. */
const TICK_GAP = 8;

/** No motion, no events, no parsing: what is shown is told by the page, and read through it. */
export function stillOptions({ size, plot }: Face, theme: Theme): Options {
  return {
    animation: false,
    responsive: false,
    maintainAspectRatio: false,
    events: [],
    parsing: false,
    normalized: true,
    color: theme.foreground,
    font: fontOf(theme),
    layout: { autoPadding: false, padding: { left: 0, top: plot.top, right: size.width - plot.right, bottom: 0 } },
  };
}

export function fontOf(theme: Theme): { readonly family: string; readonly size: number } {
  return { family: theme.font, size: FONT_SIZE };
}

/** The scale of the values: straight, whatever the axis stands for. */
export function valueScale(axis: Axis, { plot }: Face, theme: Theme): LinearScale {
  return {
    ...ticksOf(axis, theme),
    type: "linear",
    afterFit: (scale) => {
      scale.width = plot.left;
    },
    grid: { color: theme.grid, drawTicks: false },
    border: { display: false },
  };
}

export function acrossScale(axis: Axis, title: string, { size, plot }: Face, theme: Theme): LinearScale {
  return {
    ...ticksOf(axis, theme, 3),
    type: "linear",
    afterFit: (scale) => {
      scale.height = size.height - plot.bottom;
    },
    grid: { drawOnChartArea: false, tickLength: 4, tickColor: theme.muted },
    border: { color: theme.muted },
    title: titleOf(title, theme),
  };
}

export function titleOf(text: string, theme: Theme): NonNullable<LinearScale["title"]> {
  return { display: true, text, color: theme.muted, font: fontOf(theme), padding: 0 };
}

function ticksOf(axis: Axis, theme: Theme, padding = TICK_GAP): ScaleOptions<"linear"> {
  return {
    min: axis.min,
    max: axis.max,
    afterBuildTicks: (scale) => {
      scale.ticks = axis.ticks.map(({ at }) => ({ value: at }));
    },
    ticks: {
      color: theme.muted,
      font: fontOf(theme),
      padding,
      autoSkip: false,
      maxRotation: 0,
      callback: (_, index) => axis.ticks[index]?.text ?? "",
    },
  };
}
