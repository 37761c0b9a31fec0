/**
 * Training a linear neural ODE: the L² gradient flow of its path with what is watched along it, and beside it the
 * closed equation in Z_1 where the path is continuous relaxed balanced, and the second path of a pair where the metric
 * property fails.
 *
 * A generator, in the manner of theory/trajectory/simulate.ts: its host looks at the state between two steps, to show
 * it, or to stop. Watched at every sample: the loss, the singular values of Z_1, and how far every h_s is from its
 * start. Singular Z_s cannot occur.
 */
import type { Result, StepCounts } from "../../flow/integrate/outcome";
import { svd } from "../../math/dense/svd";
import { norm } from "../../math/dense/matrix";
import { transporter } from "../../model/path/transport";
import type { Gradient, IntrinsicFlow } from "../intrinsic-flow/intrinsic-flow";
import { closedSystem, course, together, type Course, type MovingCourse } from "../trajectory/gradient-flow";
import { relativeDistance } from "../trajectory/observations";
import { closedPathFlow, pathFlow } from "./flow";
import { balanceAlong, isContinuousBalanced, lawsAlong } from "./laws";
import { transported } from "./metric";
import { trainResidual, type ResidualErrors } from "./residual-training";
import { t } from "../../findings/language";

export interface DepthTraining {
  readonly width: number;
  readonly nodes: number;
  /** The matrices at the nodes: theta. */
  readonly path: Float64Array;
  /** f, a function of Z_1 row by row. */
  readonly loss: Gradient;
  readonly time: number;
  readonly tolerance: number;
  /** The second path of a pair; `null`: none. */
  readonly partner: Float64Array | null;
}

export interface DepthSimulation {
  readonly training: DepthTraining;
  readonly status: Exclude<Result["status"], "event"> | "running";
  readonly sentence: string;
  /** Time reached. */
  readonly reached: number;
  readonly steps: StepCounts;
  readonly times: readonly number[];
  readonly loss: readonly number[];
  /** Per sample Z_1 row by row, and its singular values, largest first. */
  readonly ends: readonly Float64Array[];
  readonly singularValues: readonly (readonly number[])[];
  readonly drift: PathDrift;
  readonly closed: { readonly flow: IntrinsicFlow; readonly course: Course } | null;
  /** Why there is no closed equation. */
  readonly closedNote: string;
  readonly partner: { readonly loss: readonly number[]; readonly separation: readonly number[] } | null;
  /** Residual networks trained alike; `null` before the end, and where they are left out. */
  readonly residual: ResidualErrors | null;
}

export interface PathDrift {
  /** The nodes. */
  readonly places: Float64Array;
  /** Size of h's terms at the start: what a relative drift is relative to. */
  readonly scale: number;
  /** Per sample, per node: ‖h_s(t) - h_s(0)‖_F. */
  readonly absolute: readonly Float64Array[];
}

/** Samples of a run, and the numbers that all of them together may hold. */
const MOST_SAMPLES = 121;
const MOST_NUMBERS = 2e7;
/** One step: a transport takes milliseconds. */
const EVALUATIONS_PER_YIELD = 12;

export function* simulateDepth(
  training: DepthTraining,
): Generator<{ readonly state: DepthSimulation; readonly fraction: number | null }, DepthSimulation> {
  const { width, nodes, path, loss, time, tolerance, partner } = training;
  const transport = transporter(width, nodes);
  const count = Math.max(2, Math.min(MOST_SAMPLES, Math.floor(MOST_NUMBERS / path.length)));
  const samples = Array.from({ length: count }, (_, i) => (i === count - 1 ? time : (time * i) / (count - 1)));
  const options = { time, tolerance, samples, evaluationsPerYield: EVALUATIONS_PER_YIELD };
  const balance = balanceAlong(transport, path);
  const lawsAtStart = lawsAlong(transport, path);
  const balanced = isContinuousBalanced(balance);

  const main = course(pathFlow(transport, loss), path, options);
  const flow = balanced ? closedPathFlow(transport, path, loss) : null;
  const closed = flow === null ? null : course(closedSystem(flow), flow.start, options);
  const second = partner === null ? null : course(pathFlow(transport, loss), partner, options);

  const scratch = new Float64Array(width * width);
  const valueAt = (z: Float64Array): number => loss.gradient(z, scratch);
  const seen = {
    times: [] as number[],
    loss: [] as number[],
    ends: [] as Float64Array[],
    singularValues: [] as number[][],
    absolute: [] as Float64Array[],
  };
  const pair = { loss: [] as number[], separation: [] as number[] };
  const state: Mutable<DepthSimulation> = {
    training,
    status: "running",
    sentence: "",
    reached: 0,
    steps: { accepted: 0, rejected: 0, evaluations: 0 },
    times: seen.times,
    loss: seen.loss,
    ends: seen.ends,
    singularValues: seen.singularValues,
    drift: { places: transport.grid.nodes, scale: balance.scale, absolute: seen.absolute },
    closed: flow === null || closed === null ? null : { flow, course: closed.state },
    closedNote: balanced ? "" : t`no closed equation is known from a path that is not continuous relaxed balanced`,
    partner: second === null ? null : pair,
    residual: null,
  };

  const record = (index: number, at: Float64Array): void => {
    const { end } = transported(transport, at);
    seen.times.push(samples[index]);
    seen.loss.push(valueAt(end.data));
    seen.ends.push(Float64Array.from(end.data));
    seen.singularValues.push(end.data.every(Number.isFinite) ? Array.from(svd(end).values) : []);
    seen.absolute.push(driftAlong(lawsAlong(transport, at), lawsAtStart, width));
  };

  const courses: MovingCourse[] = [main, ...(closed === null ? [] : [closed]), ...(second === null ? [] : [second])];
  const moves = together(courses);
  while (moves.next().done !== true) {
    const { samples: reached, result, last } = main.state;
    while (seen.times.length < reached.length) record(seen.times.length, reached[seen.times.length]);
    if (second !== null)
      while (pair.loss.length < Math.min(second.state.samples.length, seen.ends.length)) {
        const { end } = transported(transport, second.state.samples[pair.loss.length]);
        pair.separation.push(relativeDistance(end.data, seen.ends[pair.loss.length]));
        pair.loss.push(valueAt(end.data));
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
  state.status = result.status === "event" ? "done" : result.status;
  state.sentence = result.sentence;
  if (state.status === "done") {
    const residual = trainResidual(transport, path, loss, time, seen.ends[seen.ends.length - 1]);
    for (;;) {
      const step = residual.next();
      if (step.done === true) {
        state.residual = step.value;
        break;
      }
      yield { state: { ...state, status: "running" }, fraction: null };
    }
  }
  return state;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** ‖h_s - h_s(0)‖_F at the nodes. */
function driftAlong(laws: Float64Array, start: Float64Array, width: number): Float64Array {
  const size = width * width;
  return Float64Array.from({ length: laws.length / size }, (_, j) =>
    norm(laws.slice(j * size, (j + 1) * size).map((x, i) => x - start[j * size + i])),
  );
}
