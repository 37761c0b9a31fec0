/**
 * Residual networks of growing depth trained beside the linear neural ODE they converge to: from U_i = I + A_{i/L}/L
 * the gradient flow of f(U_L ⋯ U_1) for the time t/L against Z_1 at the time t (./finite-depth.ts); the error is of
 * order 1/L.
 *
 * Cost per depth and evaluation: 4 L n³. It is left out where all depths together would take more than MOST_WORK.
 */
import { dop853 } from "../../flow/integrate/dop853";
import { integrate } from "../../flow/integrate/integrate";
import { norm, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Transporter } from "../../model/path/transport";
import type { Gradient } from "../intrinsic-flow/intrinsic-flow";
import { measuredOrder, residualGradients, residualLayers } from "./finite-depth";

export interface ResidualErrors {
  readonly depths: readonly number[];
  readonly errors: readonly number[];
  readonly order: number | null;
}

const DEPTHS = [8, 16, 32, 64];
/** Depths times cubes of the width: about a second, at the hundred evaluations that a run takes. */
const MOST_WORK = 2e6;
const TOLERANCE = 1e-9;
const MOST_STEPS = 2000;

/** `null` where it is left out, or a network cannot be followed. `end`: Z_1 at the end of the run. */
export function* trainResidual(
  transport: Transporter,
  path: Float64Array,
  loss: Gradient,
  time: number,
  end: Float64Array,
): Generator<void, ResidualErrors | null> {
  const { width } = transport;
  if (DEPTHS.reduce((sum, depth) => sum + depth, 0) * width ** 3 > MOST_WORK) return null;
  const errors: number[] = [];
  for (const depth of DEPTHS) {
    const trained = yield* trainedEnd(residualLayers(transport, path, depth), loss, time / depth);
    if (trained === null) return null;
    errors.push(norm(trained.map((x, i) => x - end[i])) / (norm(end) || 1));
  }
  return { depths: DEPTHS, errors, order: measuredOrder(errors) };
}

/** U_L ⋯ U_1 after the gradient flow. */
function* trainedEnd(layers: readonly Matrix[], loss: Gradient, time: number): Generator<void, Float64Array | null> {
  const { rows: width } = layers[0];
  const size = width * width;
  const start = Float64Array.from(layers.flatMap((u) => Array.from(u.data)));
  const layersOf = (theta: Float64Array): Matrix[] => layers.map((_, i) => viewOf(theta, size * i, width, width));
  const gradient = (z: Matrix): Matrix => {
    const g = { ...z, data: new Float64Array(size) };
    loss.gradient(z.data, g.data);
    return g;
  };
  const system = {
    dimension: start.length,
    derivative: (_t: number, theta: Float64Array, into: Float64Array) => {
      residualGradients(layersOf(theta), gradient).gradients.forEach((g, i) => {
        into.set(
          g.data.map((x) => -x),
          size * i,
        );
      });
    },
  };
  const run = integrate(system, start, {
    end: time,
    tolerance: TOLERANCE,
    method: dop853,
    maxSteps: MOST_STEPS,
    evaluationsPerYield: 12,
  });
  for (;;) {
    const step = run.next();
    if (step.done === true)
      return step.value.status === "done" ? residualGradients(layersOf(step.value.y), gradient).end.data : null;
    yield;
  }
}
