/** States to show, around the sample report. */
import { theorem } from "../../src/engine/findings/claim";
import type { AnalysisState, AnalysisUpdate, SimulationState } from "../../src/engine/protocol/messages";
import type { LayerSummary } from "../../src/engine/report/model/facts";
import type { MetricVerdict } from "../../src/engine/report/metric/facts";
import type { Report } from "../../src/engine/report/types";
import { twoLayers } from "../sample-report";

export const stale: AnalysisState = { kind: "stale" };
export const cancelled: AnalysisState = { kind: "cancelled" };
export const running: AnalysisState = { kind: "running", progress: { stage: "Counting laws", fraction: 0.25 } };

/** A run that has told no sample yet. */
export const runningSimulation: SimulationState = {
  kind: "running",
  progress: { stage: "t = 3.2 of 10, loss 0.0012", fraction: 0.32 },
  trajectory: null,
};

export function done(report: Report = sampleReport): AnalysisState {
  return { kind: "done", report, milliseconds: 12, finishedAt: 1000 };
}

export function update(uri: string, documentVersion: number, state: AnalysisState): AnalysisUpdate {
  return { uri, documentVersion, state };
}

export function reportWith(verdict: MetricVerdict, layers?: readonly LayerSummary[]): Report {
  const report = twoLayers();
  return {
    ...report,
    model: layers === undefined ? report.model : { ...report.model, layers },
    intrinsicMetric: { ...report.intrinsicMetric, ...theorem(verdict, { text: "arXiv:2508.07370, Theorem 4.4" }) },
  };
}

export const sampleReport: Report = reportWith("fails");
