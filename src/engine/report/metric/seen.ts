/** What counts as seen. */
import type { MetricSection } from "./facts";

/** The violation, where it can be told from rounding: a number below its tolerance is none. */
export function seenViolation({ violation }: Pick<MetricSection, "violation">): number | null {
  const { value, tolerance } = violation;
  return value !== null && value > (tolerance ?? 0) ? value : null;
}
