/**
 * Spec in, report with a trajectory out: the one entry that the editor, the panel and the command line call to simulate a
 * training run. A generator like `analyzeSpec`; while the run is on its way, each step can tell its trajectory so far.
 */
import { formatNumber } from "../findings/numbers";
import type { Problem } from "../findings/problem";
import type { Effort, Progress } from "../findings/progress";
import type { TrajectorySection } from "../report/trajectory";
import type { Report } from "../report/types";
import type { TrainingPlaces } from "../spec/read";
import { simulate, type SimulationState } from "../theory/trajectory/simulate";
import { studySpec, withProblems, type Study } from "./analyze";
import { checkExpectations } from "./expectations";
import { prepareTraining, type ReadDataFile } from "./prepare-training";
import { trajectorySection } from "./trajectory-section";

export type { DataFile, ReadDataFile } from "./prepare-training";

export interface SimulationOptions {
  /** Only quoted in the report. */
  readonly path: string | null;
  /** Default "typing". */
  readonly effort?: Effort;
  /** Reads the data files that the spec names: the engine itself reads nothing. */
  readonly readDataFile: ReadDataFile;
}

export type SimulationResult =
  | { readonly kind: "report"; readonly report: Report }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  /** The spec is sound, but nothing in it can be simulated: why, and what to do. */
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export interface SimulationProgress extends Progress {
  /** Computes the section as it is now; `cancelled` when the host is about to stop. `null` before the run has begun. */
  readonly trajectory: ((cancelled: boolean) => TrajectorySection) | null;
}

export function* simulateSpec(text: string, { path, effort = "typing", readDataFile }: SimulationOptions): Generator<SimulationProgress, SimulationResult> {
  const studied = yield* withoutTrajectory(studySpec(text, { path, effort }));
  if (studied.kind === "invalid") return studied;
  const { study } = studied;
  const { training } = study.reading;
  if (training === null) return NO_TRAINING;
  yield { stage: "Reading the data", fraction: null, trajectory: null };
  const prepared = prepareTraining(study, training, readDataFile);
  if (prepared.kind === "refused") return prepared;
  if (prepared.kind === "problem") return { kind: "invalid", problems: [...study.reading.problems, prepared.problem] };
  const run = simulate(prepared.training);
  for (;;) {
    const step = run.next();
    if (step.done === true) return { kind: "report", report: reportOf(study, trajectorySection(step.value), training.places) };
    const { state, fraction } = step.value;
    yield { stage: stageOf(state), fraction, trajectory: (cancelled) => trajectorySection(state, cancelled) };
  }
}

function* withoutTrajectory<T>(steps: Generator<Progress, T>): Generator<SimulationProgress, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { ...step.value, trajectory: null };
  }
}

/** "t = 3.2 of 10, loss 1.20·10⁻³". */
function stageOf({ reached, end, observations: { loss }, training: { optimizer } }: SimulationState): string {
  const last = loss.length === 0 ? "" : `, loss ${formatNumber(loss[loss.length - 1])}`;
  return optimizer.type === "gradient-flow" ? `t = ${formatNumber(reached)} of ${formatNumber(end)}${last}` : `step ${reached} of ${end}${last}`;
}

function reportOf({ report, reading }: Study, trajectory: TrajectorySection, places: TrainingPlaces): Report {
  const whole: Report = { ...report, trajectory };
  return withProblems(whole, reading, [...endOfRun(trajectory, places), ...checkExpectations(reading.expect, whole)]);
}

/** A run that did not reach its end. */
function endOfRun({ status, sentence, advice, optimizer }: TrajectorySection, places: TrainingPlaces): Problem[] {
  if (status === "done" || status === "cancelled" || status === "running") return [];
  const help = advice ?? "Look at the run up to there.";
  return status === "diverged" && optimizer === "gradient-descent"
    ? [{ code: "flow.step-size-unstable", severity: "error", message: `Gradient descent ${sentence}.`, range: places.learningRate ?? places.training, help }]
    : [{ code: "flow.ended-early", severity: "warning", message: `The gradient flow ended early, ${sentence}.`, range: places.time ?? places.training, help }];
}

const NO_TRAINING: SimulationResult = {
  kind: "refused",
  reason: "This spec has no training section, so there is nothing to simulate.",
  help: 'Add one: "training": { "data": { "kind": "teacher", "samples": 64 }, "optimizer": { "type": "gradient-flow", "time": 10 } }.',
};
