/**
 * What leaves the range of double precision belongs to the spec: it is said at its place, instead of a report with
 * numbers that are none. Two looks: at the weights before anything is computed from them, and at the finished report,
 * because products and squares of ordinary weights can leave the range too.
 */
import type { Problem } from "../findings/problem";
import type { Network } from "../model/network";
import { blocksOf } from "../model/compile";
import type { Report } from "../report/types";
import type { SpecPlaces } from "../spec/read";
import { initializationPlace } from "./problems";
import { SMALLER_NUMBERS, LARGER_NUMBERS, reportNotFinite, weightOutOfRange } from "./words";

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

/** `null`: all numbers of the report are finite. */
export function reportOutOfRange(report: Report, places: SpecPlaces): Problem | null {
  const where = firstNonFinite(report, "");
  if (where === null) return null;
  return {
    code: "init.out-of-range",
    severity: "error",
    message: reportNotFinite(where),
    range: initializationPlace(places),
    help: SMALLER_NUMBERS,
  };
}

/** The path of the first number that is not finite. */
function firstNonFinite(value: unknown, path: string): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : path;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = firstNonFinite(inner, path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
