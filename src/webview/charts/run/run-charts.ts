/** The charts of a training run, in reading order. `kept`: the run drawn beside it. */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import type { ChartModel } from "../chart";
import { closedErrorChart, coordinatesChart } from "./closed";
import { depthDriftChart } from "./depth-drift";
import { driftChart } from "./drift";
import { lossChart } from "./loss";
import { manifoldDistanceChart } from "./manifold-distance";
import { modesChart } from "./modes";
import { imbalanceRatesChart } from "./imbalance-rates";
import { separationChart } from "./separation";
import { weightsChart } from "./weights";

export { sigma } from "./modes";

const CHARTS = [
  lossChart,
  driftChart,
  depthDriftChart,
  coordinatesChart,
  closedErrorChart,
  modesChart,
  manifoldDistanceChart,
  imbalanceRatesChart,
  separationChart,
  weightsChart,
];

export function runCharts(run: TrajectorySection, kept: KeptRun | null, digits: number): ChartModel[] {
  return CHARTS.flatMap((chart) => chart(run, comparable(run, kept), digits) ?? []);
}

/** A run that counts steps and one that measures time have no axis in common. */
export function comparable(run: TrajectorySection, kept: KeptRun | null): KeptRun | null {
  return kept !== null && kept.trajectory.optimizer === run.optimizer ? kept : null;
}
