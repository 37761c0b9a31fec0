/**
 * One simulated training run: the parameters' trajectory with what is watched along it, and beside it the closed
 * equation in z, the exact solution and the second network of a pair, where there are such.
 *
 * A generator: its host looks at the state between two steps, to show it, or to stop. Samples are as many as a chart
 * can show and memory allows, never one per step.
 */
import { stableLearningRate, topHessianEigenvalue } from "../../flow/descent/hessian";
import type { EventFound } from "../../flow/integrate/events";
import type { StepCounts } from "../../flow/integrate/outcome";
import type { IntrinsicFlow } from "../intrinsic-flow/intrinsic-flow";
import { closedFlow } from "./closed";
import { exactModes, type ExactSolution } from "./exact-modes";
import { watchedDescent, type DescentOptimizer, type LawPrediction } from "./gradient-descent";
import {
  closedSystem,
  course,
  descentSystem,
  exitEvent,
  together,
  type Course,
  type MovingCourse,
} from "./gradient-flow";
import { marksOf } from "./marks";
import { observe, relativeDistance, type Observations } from "./observations";
import type { Optimizer } from "../../flow/plan";
import type { Training } from "./training";
import { t } from "../../findings/language";

export interface SimulationState {
  readonly training: Training;
  readonly observations: Observations;
  readonly status: "running" | "done" | "stiff" | "diverged" | "max-steps";
  readonly sentence: string;
  /** Time reached; for gradient descent the number of steps. */
  readonly reached: number;
  readonly end: number;
  readonly steps: StepCounts;
  readonly closed: ClosedRun | null;
  /** Why there is no closed equation. */
  readonly closedNote: string;
  readonly exact: ExactSolution;
  readonly partner: PartnerRun | null;
  /** Gradient descent: where the laws should be. */
  readonly prediction: LawPrediction | null;
  readonly events: readonly Omit<EventFound, "y">[];
  /** A learning rate that would be stable, when the run diverged. */
  readonly stableLearningRate: number | null;
}

export interface ClosedRun {
  readonly flow: IntrinsicFlow;
  readonly course: Course;
  /** What of z the parameters show, at the samples so far. */
  readonly observed: readonly Float64Array[];
}

export interface PartnerRun {
  readonly loss: readonly number[];
  /** ‖phi_2 - phi_1‖ / ‖phi_1‖ at the samples both have reached. */
  readonly separation: readonly number[];
}

export interface SimulationStep {
  readonly state: SimulationState;
  readonly fraction: number;
}

/** Samples of a run, and the numbers that all of them together may hold. */
const MOST_SAMPLES = 241;
const MOST_NUMBERS = 2e7;

export function simulate(training: Training): Generator<SimulationStep, SimulationState> {
  return training.optimizer.type === "gradient-flow"
    ? alongFlow(training, training.optimizer)
    : alongDescent(training, training.optimizer);
}

function sampleCount(parameters: number, most: number): number {
  return Math.max(2, Math.min(MOST_SAMPLES, most, Math.floor(MOST_NUMBERS / parameters)));
}

/**
 * Share of the samples that are spaced evenly; the others are spaced geometrically, so that a fast beginning is seen
 * too.
 */
const EVEN = 2 / 3;
/** Where the geometric ones begin, relative to the end. */
const EARLIEST = 1e-5;

/** `count` times from 0 to `time`, increasing. */
function sampleTimes(time: number, count: number): number[] {
  const even = Math.max(1, Math.round(EVEN * (count - 1)));
  const early = count - 1 - even;
  const fractions = [
    ...Array.from({ length: even + 1 }, (_, i) => i / even),
    ...Array.from({ length: early }, (_, i) => EARLIEST ** (1 - (i + 0.5) / early)),
  ].sort((a, b) => a - b);
  return fractions.map((fraction) => fraction * time).filter((at, i, all) => i === 0 || at > all[i - 1]);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function startState(training: Training, observations: Observations, end: number): Mutable<SimulationState> {
  return {
    training,
    observations,
    end,
    status: "running",
    sentence: "",
    reached: 0,
    steps: { accepted: 0, rejected: 0, evaluations: 0 },
    closed: null,
    closedNote: "",
    exact: { kind: "none", why: t`it is known for gradient flow` },
    partner: null,
    prediction: null,
    events: [],
    stableLearningRate: null,
  };
}

function* alongFlow(
  training: Training,
  { time, tolerance }: Extract<Optimizer, { type: "gradient-flow" }>,
): Generator<SimulationStep, SimulationState> {
  const { network, theta, objective, partner } = training;
  const count = sampleCount(theta.length, Infinity);
  const samples = sampleTimes(time, count);
  const options = { time, tolerance, samples };
  const observer = observe(training);
  const state = startState(training, observer.seen, time);
  state.exact = exactModes(network, theta, training.target);

  const main = course(descentSystem(objective), theta, options, marksOf(training), training.kinks);
  const found = closedFlow(training);
  const closed =
    found.flow === null
      ? null
      : course(
          closedSystem(found.flow),
          found.flow.start,
          options,
          found.flow.exit === null ? [] : [exitEvent(found.flow.exit)],
        );
  const observed: Float64Array[] = [];
  if (found.flow === null) state.closedNote = found.why;
  else if (closed !== null) state.closed = { flow: found.flow, course: closed.state, observed };
  const second = partner === null ? null : course(descentSystem(objective), partner.theta, options, [], training.kinks);
  const pair = { loss: [] as number[], separation: [] as number[] };
  if (second !== null) state.partner = pair;

  const courses: MovingCourse[] = [main, ...(closed === null ? [] : [closed]), ...(second === null ? [] : [second])];
  const moves = together(courses);
  while (moves.next().done !== true) {
    const { samples: reached, result, last } = main.state;
    while (observer.seen.times.length < reached.length) {
      const index = observer.seen.times.length;
      observer.record(samples[index], reached[index]);
      if (found.flow !== null) observed.push(found.flow.observe(reached[index]));
    }
    if (second !== null && partner !== null)
      while (pair.loss.length < Math.min(second.state.samples.length, reached.length)) {
        const index = pair.loss.length;
        pair.loss.push(objective.loss(second.state.samples[index]));
        pair.separation.push(
          relativeDistance(partner.lifted(second.state.samples[index]), partner.lifted(reached[index])),
        );
      }
    state.reached = main.state.time;
    state.steps = result?.steps ?? last?.steps ?? state.steps;
    yield {
      state,
      fraction:
        courses.reduce((sum, one) => sum + (one.state.result === null ? one.state.time / time : 1), 0) / courses.length,
    };
  }
  const result = main.state.result!;
  // A run that ends between two samples shows where.
  if (result.time > (observer.seen.times.at(-1) ?? 0) && Number.isFinite(objective.loss(result.y)))
    observer.record(result.time, result.y);
  state.status = result.status === "event" ? "done" : result.status;
  state.sentence = result.sentence;
  state.events = result.events.map(({ name, mark, lossBelow, time: when }) => ({
    name,
    ...(mark === undefined ? {} : { mark }),
    ...(lossBelow === undefined ? {} : { lossBelow }),
    time: when,
  }));
  return state;
}

function* alongDescent(training: Training, optimizer: DescentOptimizer): Generator<SimulationStep, SimulationState> {
  const { theta } = training;
  const { steps } = optimizer;
  const count = sampleCount(theta.length, steps + 1);
  const at =
    steps < count
      ? Array.from({ length: steps + 1 }, (_, k) => k)
      : [...new Set(sampleTimes(steps, count).map(Math.round))];
  const observer = observe(training);
  const state = startState(training, observer.seen, steps);
  state.closedNote = t`the closed equation is for gradient flow, not for finite steps`;
  const watched = watchedDescent(training, optimizer, at);
  state.prediction = watched.prediction;
  const show = (samples: readonly Float64Array[]): void => {
    while (observer.seen.times.length < samples.length) {
      const index = observer.seen.times.length;
      observer.record(at[index], samples[index]);
    }
  };
  for (;;) {
    const next = watched.steps.next();
    show(next.value.samples);
    if (next.done === true) {
      const { status, sentence, step, theta: last } = next.value;
      if (status === "done") watched.finish(last);
      state.status = status;
      state.sentence = sentence;
      state.reached = step;
      if (status === "diverged") state.stableLearningRate = stableRate(training, optimizer);
      state.steps = { accepted: step, rejected: 0, evaluations: step };
      return state;
    }
    state.reached = next.value.step;
    state.steps = { accepted: state.reached, rejected: 0, evaluations: state.reached };
    yield { state, fraction: state.reached / steps };
  }
}

/** From the curvature at the start; null where it says nothing. */
function stableRate({ objective, theta }: Training, { momentum, weightDecay }: DescentOptimizer): number | null {
  const { value } = topHessianEigenvalue(objective, theta);
  const rate = stableLearningRate(value, momentum, weightDecay);
  return Number.isFinite(rate) && rate > 0 ? rate : null;
}
