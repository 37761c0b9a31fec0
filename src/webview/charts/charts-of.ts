/** The charts of a report. */
import type { Report } from "../../engine/report/types";
import type { BarChart } from "./bar-chart";
import { deviationsChart } from "./deviations";
import { gainsChart } from "./gains";
import { imbalanceChart } from "./imbalance";
import type { LineChart } from "./line-chart";
import { signalChart } from "./signal";
import { spectrumChart } from "./spectrum";

export interface Charts {
  readonly imbalance: BarChart | null;
  readonly deviations: BarChart | null;
  readonly spectrum: BarChart | null;
  readonly gains: BarChart | null;
  readonly signal: LineChart | null;
}

export function chartsOf(report: Report, digits: number): Charts {
  return {
    imbalance: imbalanceChart(report, digits),
    deviations: deviationsChart(report, digits),
    spectrum: spectrumChart(report, digits),
    gains: gainsChart(report, digits),
    signal: signalChart(report, digits),
  };
}
