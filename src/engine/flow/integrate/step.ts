/**
 * One step of a method (method.ts): the stages, the new point, and how large its error is.
 *
 * The error e of a step is measured component by component against tolerance · s_i, in the mean square:
 *
 *   s_i = max(|y_i|, |y₁_i|) + rms(y₁),      ‖e‖² = mean (e_i / (tolerance s_i))²,      accepted when ‖e‖ <= 1.
 *
 * So the tolerance is relative, and a component far below the others need not be more accurate than they are.
 * With two estimates, e of order 5 and ê of order 3: ‖e‖² / √(‖e‖² + 0.01 ‖ê‖²) (HNW §II.10, (10.17)).
 *
 * Memory: one vector per stage and six more, whatever the number of steps.
 */
import type { SparseRow } from "./combine";
import { combine, sparseRow } from "./combine";
import type { Method } from "./method";
import type { System } from "./system";
import { rootMeanSquare } from "./system";

/** Everything a running integration writes to. Only functions of this folder change it. */
export interface Work {
  readonly system: System;
  readonly method: Method;
  readonly rows: { readonly stages: readonly SparseRow[]; readonly errors: readonly SparseRow[] };
  /** The point at the start of the step, and the point that the step reaches. */
  readonly y: Float64Array;
  readonly next: Float64Array;
  /** k_0 … k_s, then the stages of the extension. */
  readonly stages: readonly Float64Array[];
  /** Where the last stage before `next` was evaluated; the test for stiffness looks at it. */
  readonly argument: Float64Array;
  readonly zero: Float64Array;
  readonly errors: readonly Float64Array[];
  evaluations: number;
}

export function startWork(system: System, method: Method, start: Float64Array): Work {
  const vector = (): Float64Array => new Float64Array(system.dimension);
  return {
    system,
    method,
    rows: { stages: method.stages.map(sparseRow), errors: method.errors.map(sparseRow) },
    y: Float64Array.from(start),
    next: vector(),
    stages: [...method.stages, ...method.dense.stages].map(vector),
    argument: vector(),
    zero: vector(),
    errors: method.errors.map(vector),
    evaluations: 0,
  };
}

/** k_0 = f(t, y): needed once, before the first step. */
export function evaluateStart(work: Work, t: number): void {
  work.system.derivative(t, work.y, work.stages[0]);
  work.evaluations++;
}

/**
 * Computes `next` and its stages from `y` and k_0; returns the size of the error, at most 1 for a good step, or NaN.
 */
export function attemptStep(work: Work, t: number, h: number, tolerance: number): number {
  const { system, method, rows, y, next, stages, argument } = work;
  const last = method.stages.length - 1;
  for (let i = 1; i <= last; i++) {
    const point = i === last ? next : argument;
    combine(point, y, h, rows.stages[i], stages);
    system.derivative(t + method.nodes[i] * h, point, stages[i]);
  }
  work.evaluations += last;
  return errorSize(work, h, tolerance);
}

/** The end of a step becomes the start of the next one; its last stage is the next k_0. */
export function acceptStep(work: Work): void {
  work.y.set(work.next);
  work.stages[0].set(work.stages[work.method.stages.length - 1]);
}

function errorSize(work: Work, h: number, tolerance: number): number {
  const { y, next, errors } = work;
  errors.forEach((error, m) => combine(error, work.zero, h, work.rows.errors[m], work.stages));
  const floor = rootMeanSquare(next);
  const fine = sumOfRatios(errors[0], y, next, floor) / (tolerance * tolerance);
  if (errors.length === 1) return Math.sqrt(fine / Math.max(1, y.length));
  const coarse = sumOfRatios(errors[1], y, next, floor) / (tolerance * tolerance);
  const both = fine + 0.01 * coarse;
  // 0 / 0 when nothing moves.
  return both === 0 ? 0 : fine / Math.sqrt(both * y.length);
}

/** What a component that is and stays zero is compared with: its error is zero, too. */
const SMALLEST_SCALE = 1e-290;

function sumOfRatios(error: Float64Array, y: Float64Array, next: Float64Array, floor: number): number {
  let sum = 0;
  for (let i = 0; i < error.length; i++) {
    const ratio = error[i] / (Math.max(Math.abs(y[i]), Math.abs(next[i])) + floor + SMALLEST_SCALE);
    sum += ratio * ratio;
  }
  return sum;
}
