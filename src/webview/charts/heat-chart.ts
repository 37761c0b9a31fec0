/** Many numbers over time as a map of colours: one row for each, zero in the colour of the card. */
import type { ChartBase } from "./chart-base";
import type { AcrossAxis } from "./line-chart";

export interface HeatChart extends ChartBase {
  readonly kind: "heat";
  readonly x: AcrossAxis;
  readonly rows: readonly string[];
  readonly xs: readonly number[];
  /** For each of `xs` the numbers of all rows. */
  readonly values: readonly (readonly number[])[];
  /** Size of the largest of all: the full colour. */
  readonly largest: number;
}
