/** What is said of a run's drift. */
import { formatNumber } from "../../findings/numbers";

export function driftNote(maxRelative: number, floor: number): string {
  return `at most, relative, measured; ${maxRelative <= floor ? "rounding" : `rounding errors (${formatNumber(floor)}) have grown`}`;
}
