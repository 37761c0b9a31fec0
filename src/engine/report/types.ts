/**
 * The report: what one analysis of one spec found. JSON-safe, readonly, versioned by the `format` of the output that
 * wraps it (docs/report.md). No number in it is ever NaN or infinite; a missing value is `null` with a note beside it.
 */
import type { Facts } from "./facts";
import type { RunFacts } from "./run/facts";
import type { Problem } from "../findings/problem";

/** The `format` of the printed report. Raised when a field changes its meaning; new fields do not raise it. */
export const REPORT_FORMAT = 1;

export interface Report extends Facts, RunFacts {
  readonly spec: { readonly path: string | null; readonly title: string | null };
  /** The very problems the editor shows, in the order of their place in the text. */
  readonly problems: readonly Problem[];
  /** Names of the ideas (docs/architecture.md) that are still being studied: what is said of them is not known yet. Absent: none. */
  readonly pending?: readonly string[];
}
