/**
 * Gradient flow of a loss with kinks. The ordinary integrator follows it; where a step takes a pair (kinks.ts) through
 * 0 and both sides point back, the flow goes on along the kink (surface.ts), until a multiplier leaves [slope, 1] and
 *   the pair is
 * let go. Pairs join and leave one at a time; what cannot be followed so ends as `stiff`, as it always did.
 *
 * The crossing is not located: the error control cuts the step that meets a kink until what lies behind it weighs less
 * than the tolerance, and the point is then moved onto the kink by that much. Cost where nothing slides: one gradient
 * per step.
 */
import type { EventFound, WatchedEvent } from "../integrate/events";
import { integrate } from "../integrate/integrate";
import type { IntegrateOptions, Result, Step } from "../integrate/outcome";
import type { System } from "../integrate/system";
import type { Kinks } from "./kinks";
import { surfaceOf, type Surface } from "./surface";
import { slides } from "./words";
import { t } from "../../findings/language";

/** Joinings and leavings after which nothing is gained any more. */
const MOST_PHASES = 2000;
/** So many of them are named among the events. */
const MOST_NAMED = 12;
const LEAVING = "a multiplier leaves its interval";
const DEFAULT_MOST_STEPS = 1_000_000;

/** As `integrate` for `system` = -∇L, from `y0`. */
export function* slide(
  kinks: Kinks,
  system: System,
  y0: Float64Array,
  options: IntegrateOptions,
): Generator<Step, Result> {
  const samples: Float64Array[] = [];
  const events: EventFound[] = [];
  const before = { accepted: 0, rejected: 0, evaluations: 0 };
  const watch = watchSides(kinks, y0);
  let [time, y] = [options.start ?? 0, y0];
  let surface: Surface | null = null;
  let named = 0;
  const note = (index: number, verb: "comes to rest at" | "leaves"): void => {
    if (named++ >= MOST_NAMED) return;
    events.push({
      name: slides(kinks.unitName(index), verb, kinks.pair(index).sample + 1),
      time,
      y: y.slice(),
    });
  };
  for (let phase = 0; ; phase++) {
    const recorded = samples.length;
    const reached = events.length;
    const steps = integrate(surface?.system ?? system, y, {
      ...options,
      start: time,
      samples: (options.samples ?? []).slice(recorded),
      events: [...(options.events ?? []), ...(surface === null ? [] : [leaving(surface)])],
      maxSteps: Math.max(1, (options.maxSteps ?? DEFAULT_MOST_STEPS) - before.accepted - before.rejected),
      evaluationsPerYield: 1,
    });
    const take = (at: Pick<Step, "steps" | "samples" | "events">): Result["steps"] => {
      samples.push(...at.samples.slice(samples.length - recorded));
      events.splice(reached, events.length, ...at.events.filter(({ name }) => name !== LEAVING));
      return {
        accepted: before.accepted + at.steps.accepted,
        rejected: before.rejected + at.steps.rejected,
        evaluations: before.evaluations + at.steps.evaluations,
      };
    };
    let joined: Surface | null = null;
    for (;;) {
      const step = steps.next();
      const counts = take(step.value);
      if (step.done === true) {
        const left: boolean = step.value.status === "event" && step.value.events.at(-1)?.name === LEAVING;
        if (!left || surface === null || phase >= MOST_PHASES)
          return { ...step.value, ...ending(step.value, left, named), steps: counts, samples, events };
        [time, y] = [step.value.time, step.value.y];
        Object.assign(before, counts);
        const index: number = outermost(surface, y);
        note(index, "leaves");
        joined = null;
        const rest: readonly number[] = surface.active.filter((one) => one !== index);
        surface = rest.length === 0 ? null : surfaceOf(kinks, rest);
        watch.restart(y);
        break;
      }
      const { value } = step;
      const crossed = watch.crossed(value.y, surface?.active ?? [], counts.rejected);
      joined = crossed.length === 0 || phase >= MOST_PHASES ? null : joining(kinks, surface, crossed, value.y);
      if (joined !== null) {
        [time, y] = [value.time, value.y.slice()];
        Object.assign(before, counts);
        joined.project(y);
        for (const index of joined.active)
          if (!(surface?.active ?? []).includes(index)) note(index, "comes to rest at");
        surface = joined;
        watch.restart(y);
        break;
      }
      yield { ...value, steps: counts, samples, samplesRecorded: samples.length, events };
    }
  }
}

/** The least of the distances to the ends of the multipliers' intervals: below 0 one has left. */
function leaving(surface: Surface): WatchedEvent {
  return {
    name: LEAVING,
    direction: "falling",
    terminal: true,
    value: (_t, theta) => Math.min(...(surface.inside(theta) ?? [NaN])),
  };
}

function outermost(surface: Surface, theta: Float64Array): number {
  const inside = surface.inside(theta) ?? [];
  return surface.active[inside.indexOf(Math.min(...inside))] ?? surface.active[0];
}

/** The surface with those of the crossed pairs at which both sides point back; `null`: there are none. */
function joining(
  kinks: Kinks,
  surface: Surface | null,
  crossed: readonly number[],
  theta: Float64Array,
): Surface | null {
  let best = surface;
  for (const index of crossed) {
    let tried = surfaceOf(kinks, [...(best?.active ?? []), index]);
    // The new one may push others off; then it must hold without them.
    for (let round = 0; round < 2; round++) {
      const inside: readonly number[] = tried.inside(theta) ?? [-1];
      if (!((inside.at(-1) ?? -1) > 0)) break;
      const staying: readonly number[] = tried.active.filter((_, a) => inside[a] > 0);
      if (staying.length === tried.active.length) {
        best = tried;
        break;
      }
      tried = surfaceOf(kinks, staying);
    }
  }
  return best === surface ? null : best;
}

/**
 * Part of the largest |z| below which a pair counts as being at its kink, where a step was rejected: steps can end on
 * one side of a kink again and again. The trajectory is moved onto it by so much at most.
 */
const AT_A_KINK = 1e-9;

/** Which pairs have changed sides since the last look, or are at their kink when a step was rejected on the way. */
function watchSides(
  kinks: Kinks,
  start: Float64Array,
): {
  crossed(theta: Float64Array, except: readonly number[], rejected: number): readonly number[];
  restart(theta: Float64Array): void;
} {
  const [z, pull] = [new Float64Array(kinks.count), new Float64Array(kinks.count)];
  const gradient = new Float64Array(kinks.objective.parameters);
  const positive = new Uint8Array(kinks.count);
  const none: number[] = [];
  let rejectedBefore = 0;
  const restart = (theta: Float64Array): void => {
    kinks.look(theta, gradient, z, pull);
    for (let i = 0; i < z.length; i++) positive[i] = z[i] > 0 ? 1 : 0;
  };
  restart(start);
  return {
    restart,
    crossed(theta, except, rejected) {
      kinks.look(theta, gradient, z, pull);
      const near =
        rejected === rejectedBefore ? 0 : AT_A_KINK * z.reduce((most, at) => Math.max(most, Math.abs(at)), 0);
      rejectedBefore = rejected;
      let found = none;
      for (let i = 0; i < z.length; i++) {
        const side = z[i] > 0 ? 1 : 0;
        if (side === positive[i] && !(Math.abs(z[i]) < near && pull[i] > 0)) continue;
        positive[i] = side;
        if (except.includes(i)) continue;
        if (found === none) found = [];
        found.push(i);
      }
      return found;
    },
  };
}

function ending(result: Result, left: boolean, named: number): Pick<Result, "status" | "sentence"> {
  if (left)
    return { status: "stiff", sentence: t`stiff: the flow joins and leaves kinks without end at t = ${result.time}` };
  return {
    status: result.status,
    sentence: named === 0 ? result.sentence : t`${result.sentence}, having slid along kinks of the loss`,
  };
}
