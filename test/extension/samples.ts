/** States to show, around the sample report. */
import { theorem } from "../../src/engine/findings/claim";
import type { TaskUpdate } from "../../src/engine/protocol/messages";
import type { AnalysisState, StateOf } from "../../src/engine/protocol/tasks";
import type { LayerSummary } from "../../src/engine/report/model/facts";
import type { Verdict } from "../../src/engine/findings/verdict";
import type { Report } from "../../src/engine/report/types";
import { twoLayers } from "../sample-report";

export const stale: AnalysisState = { kind: "stale" };
export const cancelled: AnalysisState = { kind: "stopped", partial: null };
export const running: AnalysisState = {
  kind: "running",
  progress: { stage: "Counting laws", fraction: 0.25 },
  partial: null,
};

/** A run that has told no sample yet. */
export const runningSimulation: StateOf<"simulate"> = {
  kind: "running",
  progress: { stage: "t = 3.2 of 10, loss 0.0012", fraction: 0.32 },
  partial: null,
};

export function done(report: Report = sampleReport): AnalysisState {
  return { kind: "done", result: report, milliseconds: 12, finishedAt: 1000 };
}

export function update(uri: string, documentVersion: number, state: AnalysisState): TaskUpdate<"analyze"> {
  return { task: "analyze", uri, documentVersion, state };
}

export function reportWith(verdict: Verdict, layers?: readonly LayerSummary[]): Report {
  const report = twoLayers();
  return {
    ...report,
    model: layers === undefined ? report.model : { ...report.model, layers },
    intrinsicMetric: { ...report.intrinsicMetric, ...theorem(verdict, { text: "arXiv:2508.07370, Theorem 4.4" }) },
  };
}

export const sampleReport: Report = reportWith("fails");

/** As far as it is known once there is a verdict. */
export function partialReport(pending: readonly string[] = ["plateau", "manifolds"]): Report {
  return { ...reportWith("fails"), plateau: null, pending };
}

export function growing(report: Report = partialReport()): AnalysisState {
  return { kind: "running", progress: { stage: "Following the plateau", fraction: null }, partial: report };
}
