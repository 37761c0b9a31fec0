/** A bar chart as data: what is drawn, what a screen reader hears, what the table and the exports hold. */
import type { Table } from "../data/table";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Told apart from the others by colour and by stripes. */
  readonly marked: boolean;
  /** Lines shown on hover, the first as their title: every digit. */
  readonly hover: readonly string[];
}

export interface BarChart {
  readonly id: "spectrum" | "imbalance" | "deviations";
  readonly title: string;
  /** One line that says what to see. */
  readonly caption: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
  /** `log`: values are 0 or more, an exact 0 stands as a stub at the axis' floor. */
  readonly scale: "log" | "linear";
  readonly bars: readonly Bar[];
  /** What the marked bars are: out of the ordinary, or merely every second group. */
  readonly markedAs: "exception" | "alternate";
  readonly threshold: { readonly value: number; readonly label: string } | null;
  readonly xTitle: string;
  readonly legend: { readonly plain: string; readonly marked: string } | null;
  readonly table: Table;
}
