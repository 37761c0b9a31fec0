/** What is said of the metric, and of a pair of networks that only it tells apart. */
import { formatNumber } from "../../findings/numbers";

export function metricChangesAlong(seen: number, directions: string): string {
  return `the metric changes (by up to ${formatNumber(seen)} relative to its norm) along ${directions} neither φ nor any conservation law`;
}

export const HOW_TO_BE_INTRINSIC =
  "Read φ's trajectory from the parameters, not from a closed equation in φ, or choose an initialization where the property holds.";

export function pairNote(liftedDifference: number, lawDifference: number, tolerance: number): string {
  return `φ to ${formatNumber(liftedDifference, 2)}, the laws to ${formatNumber(lawDifference, 2)}, against ${formatNumber(tolerance, 1)}`;
}
