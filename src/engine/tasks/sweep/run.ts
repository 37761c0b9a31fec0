/**
 * One run of a sweep: a number, or why there is none. What the loss alone tells is followed by itself, without counting
 * or watching laws, an escape time to the moment the loss passes the threshold and no further; the other measures are
 * read off a whole simulation or analysis.
 */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import type { Progress } from "../../findings/progress";
import { descend } from "../../flow/descent/descend";
import { dop853 } from "../../flow/integrate/dop853";
import { integrate } from "../../flow/integrate/integrate";
import type { IntegrateOptions } from "../../flow/integrate/outcome";
import { kinksOf, type Kinks } from "../../flow/sliding/kinks";
import { slide } from "../../flow/sliding/slide";
import { objectiveOf, type Objective } from "../../flow/objective/objective";
import type { Optimizer } from "../../flow/plan";
import { pathShape, type Network } from "../../model/network";
import { MEASURES, type MeasureName } from "../../report/measures";
import type { SweepOutcome } from "../../report/sweep";
import { readSpec } from "../../spec/read";
import { escapeExponent, layerGains, outsideTheLaw } from "../../theory/plateau/bottlenecks";
import { descentSystem } from "../../theory/trajectory/gradient-flow";
import { parametersOf, type OpenWeights } from "../../subject/parameters";
import { needsTheWeights } from "../../subject/words";
import { analyzeSpec } from "../analyze/analyze";
import { simulateSpec } from "../simulate/simulate";
import { dataFor, type ReadDataFile } from "../../subject/training-data";
import { planSweep, specOfRun } from "./plan";

export interface SweepRunOptions {
  readonly path: string | null;
  /** Number of the run, from 0. */
  readonly run: number;
  readonly readDataFile: ReadDataFile;
  readonly openWeights?: OpenWeights | undefined;
}

/** `text`: the spec with its sweep. */
export function* sweepRun(
  text: string,
  { path, run, readDataFile, openWeights }: SweepRunOptions,
): Generator<Progress, SweepOutcome> {
  const planned = planSweep(text);
  const without = (note: string, exponent: number | null = null): SweepOutcome => ({
    run,
    value: null,
    note,
    exponent,
  });
  if (planned.kind !== "plan") return without(t`The spec has errors.`);
  const { sweep } = planned.plan;
  const own = specOfRun(planned.plan, run);
  if (own === null) return without(t`The values cannot be written into the spec.`);
  const reading = readSpec(own);
  const { network, initialization, training } = reading;
  const error = reading.problems.find(({ severity }) => severity === "error");
  if (error !== undefined || network === null || initialization === null)
    return without(error?.message ?? t`The spec has errors.`);
  if (reading.tooLargeToDraw !== null) return without(needsTheWeights(reading.tooLargeToDraw));
  const drawn = parametersOf(network, initialization, reading.places, openWeights ?? null);
  if (drawn.kind === "none") return without(drawn.problems[0].message);
  const exponent = exponentAt(network, drawn.theta);
  if (MEASURES[sweep.measure].of !== "loss" || pathShape(network) !== null) {
    const { value, note } = yield* measuredOn(own, sweep.measure, { path, readDataFile, openWeights });
    return { run, value, note, exponent };
  }
  if (training === null) return without(t`There is no training to follow.`, exponent);
  const { plan } = training;
  const data = dataFor(network, plan.data, plan.loss, readDataFile);
  if (data.kind === "fault") return without(data.message, exponent);
  const objective = objectiveOf(network, data.set, plan.loss);
  const found = yield* followed(
    objective,
    data.set.kind === "samples" ? kinksOf(network, data.set.x, objective) : null,
    drawn.theta,
    sweep.measure === "escapeTime" ? sweep.threshold : null,
    plan.optimizer,
  );
  return { run, ...found, exponent };
}

function exponentAt(network: Network, theta: Float64Array): number | null {
  if (pathShape(network) !== null || outsideTheLaw(network) !== null) return null;
  return escapeExponent(layerGains(network, theta).filter(({ bottleneck }) => bottleneck).length);
}

interface Found {
  readonly value: number | null;
  readonly note: string | null;
}

/**
 * The first time below this share of the initial loss (steps count as learningRate / (1 - momentum)), or, for `null`,
 * the loss at the end.
 */
function* followed(
  objective: Objective,
  kinks: Kinks | null,
  theta: Float64Array,
  share: number | null,
  optimizer: Optimizer,
): Generator<Progress, Found> {
  const start = objective.loss(theta);
  if (!(start > 0) || !Number.isFinite(start))
    return { value: null, note: t`The loss at the start is 0 or not finite.` };
  const level = share === null ? null : share * start;
  return optimizer.type === "gradient-flow"
    ? yield* alongFlow(objective, kinks, theta, level, optimizer)
    : yield* alongDescent(objective, theta, level, optimizer);
}

/** Where kinks cannot be followed, steps are endless: so many are made. */
const MOST_STEPS = 100_000;

function* alongFlow(
  objective: Objective,
  kinks: Kinks | null,
  theta: Float64Array,
  level: number | null,
  { time, tolerance }: Extract<Optimizer, { type: "gradient-flow" }>,
): Generator<Progress, Found> {
  const asked: IntegrateOptions = {
    end: time,
    tolerance,
    method: dop853,
    maxSteps: MOST_STEPS,
    events:
      level === null
        ? []
        : [{ name: "escape", direction: "falling", terminal: true, value: (_t, at) => objective.loss(at) - level }],
  };
  const system = descentSystem(objective);
  const steps = kinks === null ? integrate(system, theta, asked) : slide(kinks, system, theta, asked);
  for (;;) {
    const step = steps.next();
    if (step.done !== true) {
      yield {
        stage: t`t = ${formatNumber(step.value.time)} of ${formatNumber(time)}`,
        fraction: step.value.time / time,
      };
      continue;
    }
    const { status, time: at, sentence, y } = step.value;
    if (status === "event") return { value: at, note: null };
    if (level === null && status === "done") return { value: objective.loss(y), note: null };
    return {
      value: null,
      note:
        status === "done"
          ? t`The loss is not below the threshold by t = ${formatNumber(time)}.`
          : t`The flow ended early, ${sentence}.`,
    };
  }
}

function* alongDescent(
  objective: Objective,
  theta: Float64Array,
  level: number | null,
  optimizer: Extract<Optimizer, { type: "gradient-descent" }>,
): Generator<Progress, Found> {
  const { learningRate, steps, momentum, weightDecay, batchSize, seed } = optimizer;
  const perStep = learningRate / (1 - momentum);
  const run = descend(objective, theta, {
    learningRate,
    steps,
    momentum,
    weightDecay,
    ...(batchSize === null ? {} : { batchSize, seed }),
    ...(level === null ? {} : { stepsPerYield: 1 }),
  });
  for (;;) {
    const step = run.next();
    if (step.done === true && level === null && step.value.status === "done")
      return { value: objective.loss(step.value.theta), note: null };
    if (step.done === true)
      return {
        value: null,
        note:
          step.value.status === "done"
            ? t`The loss is not below the threshold after ${steps} steps.`
            : t`Gradient descent ${step.value.sentence}.`,
      };
    const at = step.value.step;
    if (level === null) {
      yield { stage: t`step ${at} of ${steps}`, fraction: at / steps };
      continue;
    }
    // Without batches the loss where the last gradient was taken is at hand: that of one step before.
    const [loss, when] = batchSize === null ? [step.value.loss, at - 1] : [objective.loss(step.value.theta), at];
    if (loss < level) return { value: when * perStep, note: null };
    yield { stage: t`step ${at} of ${steps}`, fraction: at / steps };
  }
}

function* measuredOn(
  text: string,
  measure: MeasureName,
  options: Pick<SweepRunOptions, "path" | "readDataFile" | "openWeights">,
): Generator<Progress, Found> {
  const row = MEASURES[measure];
  const result =
    row.of === "start"
      ? yield* analyzeSpec(text, { path: options.path, openWeights: options.openWeights, lean: true })
      : yield* simulateSpec(text, { ...options, lean: true });
  if (result.kind === "invalid") return { value: null, note: result.problems[0]?.message ?? t`The spec has errors.` };
  if (result.kind === "refused") return { value: null, note: result.reason };
  const { report } = result;
  if (row.of === "start") return row.found(report);
  if (report.trajectory === null) return { value: null, note: t`There was no training run.` };
  const { status, sentence } = report.trajectory;
  if (status !== "done") return { value: null, note: t`The run ended early, ${sentence}.` };
  return row.foundInRun(report, report.trajectory);
}
