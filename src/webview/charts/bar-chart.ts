/** A bar chart as data. */
import type { ChartBase } from "./chart-base";

export interface Bar {
  /** What stands under it, in lines; none where another bar's name stands for it. */
  readonly name: readonly string[];
  readonly value: number;
  /** Told apart from the others by colour and by stripes. */
  readonly marked: boolean;
  /** Lines shown on hover, the first as their title: every digit. */
  readonly hover: readonly string[];
}

export interface BarChart extends ChartBase {
  readonly kind: "bars";
  /** `log`: values are 0 or more, an exact 0 stands as a stub at the axis' floor. */
  readonly scale: "log" | "linear";
  readonly bars: readonly Bar[];
  /** What the marked bars are: out of the ordinary, or merely every second group. */
  readonly markedAs: "exception" | "alternate";
  readonly threshold: { readonly value: number; readonly label: string } | null;
  readonly xTitle: string;
  readonly legend: { readonly plain: string; readonly marked: string } | null;
}
