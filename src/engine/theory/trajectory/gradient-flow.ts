/**
 * Gradient flow of the parameters, and beside it, never looking at them, the closed equation in z where one is known;
 * where the metric property fails, the second network of the pair beside the first. All of them go forward together in
 * time, so that a chart grows evenly.
 */
import { dop853 } from "../../flow/integrate/dop853";
import { integrate } from "../../flow/integrate/integrate";
import type { IntegrateOptions, Result, Step } from "../../flow/integrate/outcome";
import type { System } from "../../flow/integrate/system";
import type { WatchedEvent } from "../../flow/integrate/events";
import type { Kinks } from "../../flow/sliding/kinks";
import { slide } from "../../flow/sliding/slide";
import type { ExitCondition, Gradient, IntrinsicFlow } from "../intrinsic-flow/intrinsic-flow";

/** One equation on its way. */
export interface Course {
  /** Time it has reached. */
  readonly time: number;
  readonly samples: readonly Float64Array[];
  readonly last: Step | null;
  /** null while it runs. */
  readonly result: Result | null;
}

export interface FlowOptions {
  readonly time: number;
  readonly tolerance: number;
  readonly samples: readonly number[];
  /** For systems whose derivative is dear: how many evaluations lie between two looks of the host. */
  readonly evaluationsPerYield?: number;
}

/** Along kinks that cannot be followed (flow/sliding) steps are tiny and endless. */
const MOST_STEPS = 100_000;
/** K ends when what must not vanish is below this fraction of its start. */
const EXIT = 1e-5;

/** dtheta/dt = -grad L. */
export function descentSystem(objective: Gradient & { readonly parameters: number }): System {
  return {
    dimension: objective.parameters,
    derivative(_t, theta, into) {
      objective.gradient(theta, into);
      for (let i = 0; i < into.length; i++) into[i] = -into[i];
    },
  };
}

export function closedSystem(flow: IntrinsicFlow): System {
  return { dimension: flow.dimension, derivative: (t, state, into) => flow.derivative(t, state, into) };
}

export function exitEvent(exit: ExitCondition): WatchedEvent {
  return { name: "exit", value: (_t, state) => exit.distance(state) - EXIT, direction: "falling", terminal: true };
}

/** Starts an integration that `together` moves. */
export function course(
  system: System,
  start: Float64Array,
  { time, tolerance, samples, ...pace }: FlowOptions,
  events: readonly WatchedEvent[] = [],
  kinks: Kinks | null = null,
): MovingCourse {
  const asked: IntegrateOptions = {
    end: time,
    tolerance,
    method: dop853,
    samples,
    events,
    maxSteps: MOST_STEPS,
    ...pace,
  };
  const steps = kinks === null ? integrate(system, start, asked) : slide(kinks, system, start, asked);
  const state: { time: number; samples: readonly Float64Array[]; last: Step | null; result: Result | null } = {
    time: 0,
    samples: [],
    last: null,
    result: null,
  };
  return {
    state,
    advance() {
      const next = steps.next();
      if (next.done === true) {
        state.result = next.value;
        state.time = next.value.time;
        state.samples = next.value.samples;
        return;
      }
      state.last = next.value;
      state.time = next.value.time;
      state.samples = next.value.samples;
    },
  };
}

export interface MovingCourse {
  readonly state: Course;
  advance(): void;
}

/** Moves the one that is furthest behind, until all have ended. Yields after every move. */
export function* together(courses: readonly MovingCourse[]): Generator<void, void> {
  for (;;) {
    const running = courses.filter(({ state }) => state.result === null);
    if (running.length === 0) return;
    running.reduce((a, b) => (b.state.time < a.state.time ? b : a)).advance();
    yield;
  }
}
