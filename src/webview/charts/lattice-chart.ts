/** An order by inclusion as data: nodes at levels, lines between neighbours, one node marked. */
import type { ChartBase } from "./chart-base";

export interface LatticeChart extends ChartBase {
  readonly kind: "lattice";
  readonly nodes: readonly LatticeChartNode[];
  /** Indices [lower, upper]. */
  readonly edges: readonly (readonly [number, number])[];
  readonly marked: number | null;
  readonly markedLabel: string;
  /** What the levels count. */
  readonly levelTitle: string;
}

export interface LatticeChartNode {
  readonly label: string;
  readonly level: number;
}
