/** Weights beyond the range of double precision belong to the spec: said at their layer, before anything is computed from them. */
import type { Network } from "../model/network";
import type { SpecPlaces } from "../spec/read";
import type { Problem } from "../findings/problem";
import { blocksOf } from "../model/compile";
import { weightOutOfRange, SMALLER_NUMBERS, LARGER_NUMBERS } from "./words";
import { initializationPlace } from "./places";

/** Squares of what lies beyond overflow, or lose their digits, and every law is a sum of squares. */
const LARGEST_WEIGHT = 1e150;

const SMALLEST_WEIGHT = 1e-150;

/**
 * At the layer with the largest weight, or, where all weights are nearly 0, at the first one that is not. `null`: in
 * range.
 */
export function weightsOutOfRange(network: Network, theta: Float64Array, places: SpecPlaces): Problem | null {
  let [largest, where] = [0, -1];
  for (const { layer, offset, rows, columns } of blocksOf(network))
    for (let i = offset; i < offset + rows * columns; i++) {
      const size = Number.isNaN(theta[i]) ? Infinity : Math.abs(theta[i]);
      if (size > largest) [largest, where] = [size, layer];
    }
  if (where < 0 || (largest < LARGEST_WEIGHT && largest > SMALLEST_WEIGHT)) return null;
  const { name } = network.layers[where];
  const large = largest >= LARGEST_WEIGHT;
  return {
    code: "init.out-of-range",
    severity: "error",
    message: weightOutOfRange(large, name, largest),
    range: places.weights[where] ?? places.scales[where] ?? initializationPlace(places),
    help: large ? SMALLER_NUMBERS : LARGER_NUMBERS,
  };
}
