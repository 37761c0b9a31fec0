/** Curves over time as data. */
import type { ChartBase } from "./chart-base";

export type Dash = "solid" | "dashed" | "dotted" | "long";

export interface LineStyle {
  /** Which of the theme's colours; `null` stands for any of them, in a legend. */
  readonly tone: number | null;
  readonly dash: Dash;
  /** A small sign on the curve, so that curves of one dash are told apart without colour; `null` for none. */
  readonly sign: number | null;
}

export interface Line extends LineStyle {
  /** What the hover calls it. */
  readonly name: string;
  /** Written at its end, where there is room; `null`: the legend alone names it. */
  readonly label: string | null;
  /** Keys of the legend's entries that hide it. */
  readonly keys: readonly string[];
  readonly xs: readonly number[];
  /** As many as `xs`, or fewer while it grows. */
  readonly ys: readonly number[];
  /** Its samples are few and were measured one by one: its sign stands at every one of them, and nowhere else. */
  readonly signsAtSamples?: true;
}

export interface LegendEntry extends LineStyle {
  readonly key: string;
  readonly name: string;
}

export interface LineChart extends ChartBase {
  readonly kind: "lines";
  readonly x: AcrossAxis;
  /** `log`: what is not above 0 is left out of the picture, and stands in the hover and in the table. */
  readonly scale: "log" | "linear";
  /** What the values are, with their unit. */
  readonly yTitle: string;
  readonly lines: readonly Line[];
  /** What the solid curves are, where dashed ones are compared with them. */
  readonly solidName?: string;
  readonly legend: readonly LegendEntry[];
  /** Moments. */
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  /** A value that means something at all times, such as rounding. */
  readonly level: { readonly value: number; readonly label: string } | null;
}

/** The axis across: time, steps, depth, or anything that a curve is drawn over. */
export interface AcrossAxis {
  /** "t", or "step" when steps are counted, "s" for depth. */
  readonly title: string;
  /** Where it begins; 0 when not given. */
  readonly from?: number;
  /** Where it ends: for a run, where that should end, so that the axis does not grow with the curves. */
  readonly end: number;
  /** Whole numbers, such as steps. */
  readonly whole?: true;
  /** The curves' xs, `from` and `end` are base-10 logarithms of what the axis shows. */
  readonly log?: true;
}
