/** Refuses what cannot be integrated, before anything is computed: mistakes of the caller, hence thrown. */
import type { IntegrateOptions } from "./outcome";
import type { System } from "./system";

/**
 * Below it rounding (2.2e-16 times some tens of operations per step) exceeds what is asked, and steps would shrink for
 * nothing.
 */
export const smallestTolerance = 1e-14;

/** Throws a RangeError that names the argument. */
export function checkArguments(system: System, y0: Float64Array, options: IntegrateOptions): void {
  const { start = 0, end, tolerance, samples = [], maxSteps, smallestStep } = options;
  if (y0.length !== system.dimension)
    throw new RangeError(`y0 has ${y0.length} components, the system ${system.dimension}`);
  if (!y0.every(Number.isFinite)) throw new RangeError("y0 is not finite");
  if (!(Number.isFinite(start) && Number.isFinite(end) && start <= end))
    throw new RangeError(`times must be finite and in order: from ${start} to ${end}`);
  if (!(tolerance > 0 && tolerance < 1)) throw new RangeError(`tolerance must lie between 0 and 1: ${tolerance}`);
  if (maxSteps !== undefined && !(maxSteps >= 1)) throw new RangeError(`maxSteps must be at least 1: ${maxSteps}`);
  if (smallestStep !== undefined && !(smallestStep >= 0))
    throw new RangeError(`smallestStep must not be negative: ${smallestStep}`);
  for (let i = 0; i < samples.length; i++) {
    const least = i === 0 ? start : samples[i - 1];
    const inOrder = i === 0 ? samples[i] >= least : samples[i] > least;
    if (!(inOrder && samples[i] <= end))
      throw new RangeError(`sample times must increase from ${start} to ${end}: ${samples[i]} after ${least}`);
  }
}
