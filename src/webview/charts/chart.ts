/** Any chart of the page. */
import type { BarChart } from "./bar-chart";
import type { HeatChart } from "./heat-chart";
import type { LatticeChart } from "./lattice-chart";
import type { LineChart } from "./line-chart";

export type ChartModel = BarChart | LineChart | HeatChart | LatticeChart;
