/**
 * Spec in, report with a trajectory out: the one entry that the editor, the panel and the command line call to simulate
 * a training run. A generator like `analyzeSpec`; while the run is on its way, each step can tell its trajectory so
 * far.
 */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import type { Problem } from "../../findings/problem";
import type { Effort, Progress } from "../../findings/progress";
import type { TrajectorySection } from "../../report/run/facts";
import type { Report } from "../../report/types";
import type { ResolvedTraining, TrainingPlaces } from "../../spec/read";
import { simulateDepth } from "../../theory/depth/simulate";
import { simulate, type SimulationState } from "../../theory/trajectory/simulate";
import { studySpec, withProblems, type Study } from "../analyze/analyze";
import { checkExpectations } from "../analyze/expectations";
import { depthTrajectorySection } from "./depth-trajectory";
import { predictedEscape, withMeasuredEscape } from "../../ideas/plateau/section";
import { prepareDepth, prepareTraining, type Prepared } from "./prepare-training";
import type { OpenWeights } from "../../subject/parameters";
import { needsTheWeights } from "../../subject/words";
import type { ReadDataFile } from "../../subject/training-data";
import { reportOutOfRange } from "../analyze/range";
import { trajectorySection } from "./trajectory-section";
import { HOW_TO_TRAIN } from "./words";

export type { ReadDataFile } from "../../subject/training-data";

export interface SimulationOptions {
  /** Only quoted in the report. */
  readonly path: string | null;
  /** Default "typing". */
  readonly effort?: Effort;
  /** As in an analysis. */
  readonly lean?: boolean;
  /** Reads the data files that the spec names: the engine itself reads nothing. */
  readonly readDataFile: ReadDataFile;
  /** Absent: no file of weights may be read. */
  readonly openWeights?: OpenWeights | undefined;
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

export function* simulateSpec(
  text: string,
  { path, effort = "typing", lean = false, readDataFile, openWeights }: SimulationOptions,
): Generator<SimulationProgress, SimulationResult> {
  const studied = yield* withoutTrajectory(studySpec(text, { path, effort, lean, readDataFile, openWeights }));
  if (studied.kind === "invalid") return studied;
  if (studied.kind === "undrawn")
    return { kind: "refused", reason: needsTheWeights(studied.why), help: studied.why.help };
  const { study } = studied;
  const { training } = study.subject.reading;
  if (training === null) return NO_TRAINING;
  yield { stage: "Reading the data", fraction: null, trajectory: null };
  const shape = study.subject.path;
  return shape === null
    ? yield* ofNetwork(study, training, readDataFile)
    : yield* ofPath(study, shape, training, readDataFile);
}

type Run = Generator<SimulationProgress, SimulationResult>;

function* ofNetwork(study: Study, resolved: ResolvedTraining, readDataFile: ReadDataFile): Run {
  const prepared = prepareTraining(study, resolved, readDataFile);
  if (prepared.kind !== "training") return unprepared(study, prepared);
  const run = simulate(prepared.training);
  const escape = study.report.plateau === null ? null : predictedEscape(study.report.plateau);
  const section = (state: SimulationState, cancelled = false): TrajectorySection => ({
    ...trajectorySection(state, cancelled),
    ...(escape === null ? {} : { predictedEscape: escape }),
  });
  for (;;) {
    const step = run.next();
    if (step.done === true) return reportOf(study, section(step.value), resolved);
    const { state, fraction } = step.value;
    const { reached, end, observations, training } = state;
    yield {
      stage: stageOf(training.optimizer.type, reached, end, observations.loss),
      fraction,
      trajectory: (cancelled) => section(state, cancelled),
    };
  }
}

function* ofPath(
  study: Study,
  shape: { readonly width: number; readonly nodes: number },
  resolved: ResolvedTraining,
  readDataFile: ReadDataFile,
): Run {
  const prepared = prepareDepth(study, shape, resolved, readDataFile);
  if (prepared.kind !== "training") return unprepared(study, prepared);
  const run = simulateDepth(prepared.training);
  for (;;) {
    const step = run.next();
    if (step.done === true) return reportOf(study, depthTrajectorySection(step.value), resolved);
    const { state, fraction } = step.value;
    yield {
      stage: stageOf("gradient-flow", state.reached, state.training.time, state.loss),
      fraction,
      trajectory: (cancelled) => depthTrajectorySection(state, cancelled),
    };
  }
}

function unprepared(study: Study, prepared: Exclude<Prepared, { kind: "training" }>): SimulationResult {
  return prepared.kind === "refused"
    ? prepared
    : { kind: "invalid", problems: [...study.subject.reading.problems, prepared.problem] };
}

function* withoutTrajectory<T>(steps: Generator<Progress, T>): Generator<SimulationProgress, T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const { stage, fraction } = step.value;
    yield { stage, fraction, trajectory: null };
  }
}

/** "t = 3.2 of 10, loss 1.20·10⁻³". */
function stageOf(
  optimizer: TrajectorySection["optimizer"],
  reached: number,
  end: number,
  loss: readonly number[],
): string {
  const at =
    optimizer === "gradient-flow"
      ? t`t = ${formatNumber(reached)} of ${formatNumber(end)}`
      : t`step ${reached} of ${end}`;
  return loss.length === 0 ? at : t`${at}, loss ${formatNumber(loss[loss.length - 1])}`;
}

function reportOf(
  { report, subject: { reading } }: Study,
  trajectory: TrajectorySection,
  { plan, places }: ResolvedTraining,
): SimulationResult {
  const plateau = report.plateau === null ? null : withMeasuredEscape(report.plateau, trajectory, plan.optimizer);
  const whole: Report = { ...report, plateau, trajectory };
  const beyond = reportOutOfRange(whole, reading.places);
  if (beyond !== null) return { kind: "invalid", problems: [...reading.problems, beyond] };
  return {
    kind: "report",
    report: withProblems(whole, reading, [
      ...endOfRun(trajectory, places),
      ...checkExpectations(reading.expect, whole),
    ]),
  };
}

/** A run that did not reach its end. */
function endOfRun({ status, sentence, advice, optimizer }: TrajectorySection, places: TrainingPlaces): Problem[] {
  if (status === "done" || status === "cancelled" || status === "running") return [];
  const help = advice ?? t`Look at the run up to there.`;
  return status === "diverged" && optimizer === "gradient-descent"
    ? [
        {
          code: "flow.step-size-unstable",
          severity: "error",
          message: t`Gradient descent ${sentence}.`,
          range: places.learningRate ?? places.training,
          help,
        },
      ]
    : [
        {
          code: "flow.ended-early",
          severity: "warning",
          message: t`The gradient flow ended early, ${sentence}.`,
          range: places.time ?? places.training,
          help,
        },
      ];
}

const NO_TRAINING: SimulationResult = {
  kind: "refused",
  reason: t`This spec has no training section, so there is nothing to simulate.`,
  help: HOW_TO_TRAIN,
};
