/**
 * How long the next step is. After a step of size h whose error had the size e (1 is just good enough), with the
 * method's order p (HNW §II.4, (4.13) and §IV.2; K. Gustafsson, ACM Trans. Math. Softw. 17 (1991) 533-554):
 *
 *   accepted:   h' = h · safety · e^{-α} · ê^{β},    α = 1/p - ¾β,   ê the error of the accepted step before
 *   rejected:   h' = h · safety · e^{-1/p}
 *
 * β > 0 makes it a PI controller: it sees where the error is going and so rejects less where stability holds the step.
 * The ratio h'/h stays between `shrink` and `grow`, and right after a rejected step the step does not grow.
 */
import type { Method, StepControl } from "./method";
import type { Work } from "./step";
import { rootMeanSquare } from "./system";

export interface Controller {
  /** ê of the formula. */
  before: number;
  rejected: boolean;
}

/** Below it an error says nothing about the next one (HNW's code). */
const SMALLEST_ERROR = 1e-4;

export function startController(): Controller {
  return { before: SMALLEST_ERROR, rejected: false };
}

/** The step to try after an accepted one. `error` is its size. */
export function stepAfterAccepted(
  controller: Controller,
  { control, order }: Method,
  h: number,
  error: number,
): number {
  const factor = control.safety * error ** (0.75 * control.beta - 1 / order) * controller.before ** control.beta;
  const next = h * clamp(factor, control);
  const allowed = controller.rejected ? Math.min(h, next) : next;
  controller.before = Math.max(error, SMALLEST_ERROR);
  controller.rejected = false;
  return allowed;
}

/** The step to try instead of a rejected one; an error that is not finite says only that the step was much too long. */
export function stepAfterRejected(
  controller: Controller,
  { control, order }: Method,
  h: number,
  error: number,
): number {
  controller.rejected = true;
  return (
    h * (Number.isFinite(error) ? Math.max(control.shrink, control.safety * error ** (-1 / order)) : control.shrink / 2)
  );
}

/** An error of 0 gives the factor ∞. */
function clamp(factor: number, { shrink, grow }: StepControl): number {
  return Math.min(grow, Math.max(shrink, factor));
}

/**
 * The first step (HNW §II.4, "Starting Step Size"): from the sizes of y, f and of f's change along a trial Euler step,
 * such that an Euler step's error would be 1/100, or for order p, h^p · max(‖f‖, ‖f'‖) = 1/100. Needs k_0; one
 * evaluation.
 */
export function firstStep(work: Work, t: number, span: number, tolerance: number): number {
  const {
    y,
    next,
    stages: [slope, other],
  } = work;
  // Where y starts at zero, its size is what it can become.
  const floor = rootMeanSquare(y) || span * rootMeanSquare(slope) || 1;
  const size = (x: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += (x[i] / (tolerance * (Math.abs(y[i]) + floor))) ** 2;
    return Math.sqrt(sum / Math.max(1, x.length));
  };
  const [place, speed] = [size(y), size(slope)];
  const trial = Math.min(span, place < 1e-5 || speed < 1e-5 ? 1e-6 : (0.01 * place) / speed);
  for (let i = 0; i < y.length; i++) next[i] = y[i] + trial * slope[i];
  work.system.derivative(t + trial, next, other);
  work.evaluations++;
  for (let i = 0; i < y.length; i++) other[i] -= slope[i];
  const bend = size(other) / trial;
  const steepest = Math.max(speed, Number.isFinite(bend) ? bend : 0);
  const second = steepest <= 1e-15 ? Math.max(1e-6, 1e-3 * trial) : (0.01 / steepest) ** (1 / work.method.order);
  return Math.min(span, 100 * trial, second);
}
