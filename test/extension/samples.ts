/** A report and states to show, small but whole. */
import { certified, theorem } from "../../src/engine/findings/claim";
import type { AnalysisState, AnalysisUpdate, SimulationState } from "../../src/engine/protocol/messages";
import type { LayerSummary, MetricVerdict, Report } from "../../src/engine/report/types";

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

export function reportWith(verdict: MetricVerdict, layers: readonly LayerSummary[] = []): Report {
  return {
    spec: { path: null, title: null },
    model: { family: "linear", parametrization: "product", parameters: 27, liftedDimension: 20, layers },
    laws: {
      of: "network",
      network: null,
      loss: null,
      independent: certified(6),
      known: certified(6),
      lieDimension: certified(21),
      complete: certified(true),
      families: [],
      certificate: null,
      estimate: null,
    },
    initialization: {
      scheme: "gaussian",
      relaxedBalanced: certified(false),
      lambda: [],
      imbalance: [],
      interfaces: [],
      laws: [],
      range: null,
    },
    intrinsicMetric: {
      ...theorem(verdict, "arXiv:2508.07370, Theorem 4.4"),
      kernelDimension: certified(3),
      violation: certified(0.31),
      openQuestion: false,
      spectrum: null,
      witness: null,
      theorems: [],
      measurement: { value: "holds", basis: "measured" },
    },
    recoverability: { ...certified(false), rank: 24 },
    manifolds: [],
    symmetry: {
      searched: true,
      layers: [],
      near: [],
      lattice: null,
      latticeNote: "none",
      orbit: {
        dimension: { value: null, basis: "unknown", note: "n" },
        generic: { value: null, basis: "unknown", note: "n" },
        explained: { value: null, basis: "unknown", note: "n" },
        smallerThanExplained: false,
        spectrum: null,
      },
    },
    plateau: null,
    trajectory: null,
    problems: [],
  };
}

export const sampleReport: Report = reportWith("fails");

export function layer(name: string, range: LayerSummary["range"]): LayerSummary {
  return {
    name,
    type: "dense",
    units: 3,
    sources: ["input"],
    activation: "identity",
    bias: false,
    parameters: 9,
    range,
  };
}
