/** The charts of a linear neural ODE, in reading order. */
import type { Report } from "../../../engine/report/types";
import type { ResidualTraining } from "../../../engine/report/run/facts";
import type { ChartModel } from "../chart";
import { finiteDepthChart } from "./finite-depth";
import { imbalanceOverDepthChart, lambdaChart, singularValuesChart } from "./over-depth";

export function depthCharts({ depth }: Report, trained: ResidualTraining | null, digits: number): ChartModel[] {
  if (depth === undefined || depth.lambda.length === 0) return [];
  const finite = finiteDepthChart(depth, trained, digits);
  return [
    lambdaChart(depth, digits),
    imbalanceOverDepthChart(depth, digits),
    singularValuesChart(depth, digits),
    ...(finite === null ? [] : [finite]),
  ];
}
