/**
 * dy/dt = f(t, y), y(t₀) = y0, from t₀ to the end by an explicit Runge-Kutta method with step control.
 *
 *   method.ts      a method is data: dopri5.ts, dop853.ts
 *   step.ts        one step and its error           control.ts    the length of the next one, and of the first
 *   dense.ts       between two steps                events.ts     zeros of functions of the solution
 *   stiffness.ts   does stability hold the step     outcome.ts    options, what is yielded, the result
 *   here           the loop, and why it ends
 *
 * Memory: about 20 vectors of the system's dimension, and one per sample and event. The loop allocates nothing else.
 * Error: each step's is held below the tolerance; over the whole time errors add up and are carried along by the flow,
 * so the end can be less accurate by the flow's own expansion. A contracting flow (a loss near its minimum) forgets
 * them.
 */
import { formatNumber } from "../../findings/numbers";
import { checkArguments, smallestTolerance } from "./check";
import type { Controller } from "./control";
import { firstStep, startController, stepAfterAccepted, stepAfterRejected } from "./control";
import type { Extension } from "./dense";
import { readInside, startExtension } from "./dense";
import type { EventFound, EventState, Inside } from "./events";
import { findCrossings, startEvents } from "./events";
import type { IntegrateOptions, IntegrateStatus, Result, Step } from "./outcome";
import { stabilityHolds, startStiffnessTest } from "./stiffness";
import type { Work } from "./step";
import { acceptStep, attemptStep, evaluateStart, startWork } from "./step";
import type { System } from "./system";
import { rootMeanSquare } from "./system";
import { hardlyMoves, stepTooSmall } from "./words";
import { t } from "../../findings/language";

export { smallestTolerance };

const MAX_STEPS = 1_000_000;
const DIVERGED_ABOVE = 1e12;
const EVALUATIONS_PER_YIELD = 64;
/** A step below so many units in the last place of t hardly moves it. */
const SMALLEST_ULPS = 10;
/**
 * Steps between two looks at how far they have come; when the rest would take so many times `maxSteps`, it is given up.
 * A solution that slides along a kink of f, where f jumps, is of that kind: the error estimate there cuts every step.
 */
const CRAWL_STEPS = 1000;
const HOPELESS = 10;
/** A last step up to so much longer than proposed saves a tiny one after it (HNW's code). */
const STRETCH = 1.01;

/**
 * Integrates, and yields between steps so that a host can look whether it is still wanted: whoever does not want it any
 * more does not call next() again. It neither hangs nor throws for what the system does: every end is a status with a
 * sentence. Throws a RangeError at once for arguments that contradict each other (check.ts).
 */
export function integrate(system: System, y0: Float64Array, options: IntegrateOptions): Generator<Step, Result> {
  checkArguments(system, y0, options);
  return run(startRun(system, y0, options));
}

interface Run {
  readonly options: IntegrateOptions;
  readonly tolerance: number;
  readonly maxSteps: number;
  readonly limit: number;
  readonly times: readonly number[];
  readonly work: Work;
  readonly extension: Extension;
  readonly controller: Controller;
  readonly events: EventState;
  readonly found: EventFound[];
  readonly samples: Float64Array[];
  readonly counts: { accepted: number; rejected: number; evaluations: number };
  /** Time of `work.y`. */
  time: number;
  /** Length of the step being made. */
  h: number;
  /** The extension of the step being made. */
  readonly inside: Inside;
}

function startRun(system: System, y0: Float64Array, options: IntegrateOptions): Run {
  const time = options.start ?? 0;
  const work = startWork(system, options.method, y0);
  const extension = startExtension(work);
  const started: Run = {
    options,
    tolerance: Math.max(options.tolerance, smallestTolerance),
    maxSteps: options.maxSteps ?? MAX_STEPS,
    limit: (options.divergedAbove ?? DIVERGED_ABOVE) / Math.sqrt(Math.max(1, system.dimension)),
    times: options.samples ?? [],
    work,
    extension,
    controller: startController(),
    events: startEvents(options.events ?? [], time, work.y),
    found: [],
    samples: [],
    counts: { accepted: 0, rejected: 0, evaluations: 0 },
    time,
    h: 0,
    inside: (sigma, into) => readInside(work, extension, started.time, started.h, sigma, into),
  };
  return started;
}

function* run(state: Run): Generator<Step, Result> {
  const { options, work, controller, counts, tolerance } = state;
  const { method, end, persistent = false } = options;
  const perYield = options.evaluationsPerYield ?? EVALUATIONS_PER_YIELD;
  const test = startStiffnessTest();
  recordStart(state);
  if (state.time === end) return finish(state, "done", reached(state));
  evaluateStart(work, state.time);
  if (!Number.isFinite(rootMeanSquare(work.stages[0]))) return diverged(state);
  let proposed = firstStep(work, state.time, end - state.time, tolerance);
  let yieldAt = perYield;
  let [lookAgain, lookedAt] = [CRAWL_STEPS, state.time];
  const view: Mutable<Step> = {
    time: state.time,
    steps: counts,
    y: work.y,
    samplesRecorded: 0,
    samples: state.samples,
    events: state.found,
  };

  for (;;) {
    const attempts = counts.accepted + counts.rejected;
    if (attempts >= state.maxSteps) return finish(state, "max-steps", gaveUp(state, proposed));
    if (attempts >= lookAgain) {
      const left = ((end - state.time) / (state.time - lookedAt)) * CRAWL_STEPS;
      if (!persistent && left > HOPELESS * state.maxSteps) return finish(state, "stiff", crawling(state, left));
      [lookAgain, lookedAt] = [attempts + CRAWL_STEPS, state.time];
    }
    const smallest = smallestStep(state);
    if (!(proposed >= smallest))
      return finish(state, "stiff", t`stiff: step below ${formatNumber(smallest)} ${at(state)}`);
    const last = state.time + STRETCH * proposed >= end;
    const h = last ? end - state.time : proposed;
    state.h = h;
    state.extension.ready = false;
    const error = attemptStep(work, state.time, h, tolerance);
    if (error <= 1) {
      if (!(rootMeanSquare(work.next) <= state.limit)) return diverged(state);
      const heldByStability = stabilityHolds(test, work, h);
      const ended = watch(state, last ? end : state.time + h);
      if (ended !== null) return ended;
      proposed = stepAfterAccepted(controller, method, h, error);
      counts.accepted++;
      const stepsLeft = state.maxSteps - counts.accepted - counts.rejected;
      if (heldByStability && !persistent && end - state.time > stepsLeft * h)
        return finish(state, "stiff", heldBack(state, h));
    } else {
      proposed = stepAfterRejected(controller, method, h, error);
      counts.rejected++;
      if (!(proposed >= smallest) && !Number.isFinite(error)) return diverged(state);
    }
    if (state.time === end) return finish(state, "done", reached(state));
    if (work.evaluations < yieldAt) continue;
    yieldAt = work.evaluations + perYield;
    counts.evaluations = work.evaluations;
    view.time = state.time;
    view.samplesRecorded = state.samples.length;
    yield view;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads events and samples off the step that has just been made, then takes it over; the result if an event ends it
 * all.
 */
function watch(state: Run, newTime: number): Result | null {
  const { work, time, h } = state;
  for (const { index, sigma } of findCrossings(state.events, time, h, work.next, state.inside)) {
    const { name, mark, lossBelow, terminal } = state.events.watched[index];
    const y = new Float64Array(work.next.length);
    if (sigma === 1) y.set(work.next);
    else state.inside(sigma, y);
    const when = sigma === 1 ? newTime : time + sigma * h;
    state.found.push({
      name,
      ...(mark === undefined ? {} : { mark }),
      ...(lossBelow === undefined ? {} : { lossBelow }),
      time: when,
      y,
    });
    if (!terminal) continue;
    recordUpTo(state, when, newTime);
    state.counts.accepted++;
    state.time = when;
    work.y.set(y);
    return finish(state, "event", t`event: ${name} ${at(state)}`);
  }
  recordUpTo(state, newTime, newTime);
  acceptStep(work);
  state.time = newTime;
  return null;
}

/** Records the samples in (time, upTo], which the step that reaches `newTime` covers. */
function recordUpTo({ times, samples, work, time, h, inside }: Run, upTo: number, newTime: number): void {
  while (samples.length < times.length && times[samples.length] <= upTo) {
    const when = times[samples.length];
    const y = new Float64Array(work.next.length);
    if (when === newTime) y.set(work.next);
    else inside((when - time) / h, y);
    samples.push(y);
  }
}

/** Sample times increase, so only the first can be the start. */
function recordStart({ times, samples, work, time }: Run): void {
  if (times[0] === time) samples.push(work.y.slice());
}

function smallestStep({ time, options }: Run): number {
  return Math.max(
    options.smallestStep ?? 0,
    SMALLEST_ULPS * Number.EPSILON * Math.abs(time),
    Number.MIN_VALUE / Number.EPSILON,
  );
}

function finish(state: Run, status: IntegrateStatus, sentence: string): Result {
  const { work, counts, options } = state;
  const raised =
    options.tolerance < smallestTolerance
      ? t` (tolerance raised to ${formatNumber(smallestTolerance)}, what double precision allows)`
      : "";
  return {
    status,
    sentence: sentence + raised,
    time: state.time,
    y: work.y.slice(),
    steps: { accepted: counts.accepted, rejected: counts.rejected, evaluations: work.evaluations },
    samples: state.samples,
    events: state.found,
  };
}

function diverged(state: Run): Result {
  const size = rootMeanSquare(state.work.next);
  const limit = formatNumber(state.options.divergedAbove ?? DIVERGED_ABOVE);
  const time = formatNumber(state.time, 6);
  const sentence =
    size > state.limit
      ? t`diverged: the solution grows beyond ${limit} just after t = ${time}`
      : t`diverged: the derivative or the solution is not finite just after t = ${time}`;
  return finish(state, "diverged", sentence);
}

const at = ({ time }: Run): string => t`at t = ${formatNumber(time, 6)}`;

function reached(state: Run): string {
  return t`done: reached t = ${formatNumber(state.time, 6)}`;
}

function gaveUp(state: Run, h: number): string {
  return t`max-steps: ${state.maxSteps} steps ${at(state)}; the step is ${formatNumber(h)}`;
}

function crawling(state: Run, left: number): string {
  return hardlyMoves(CRAWL_STEPS, at(state), left);
}

function heldBack(state: Run, h: number): string {
  const steps = Math.ceil((state.options.end - state.time) / h);
  return stepTooSmall(h, at(state), steps);
}
