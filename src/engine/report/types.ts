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
  /** Where it comes from; absent: a report kept from before reports said so. */
  readonly source?: Source;
  /** The very problems the editor shows, in the order of their place in the text. */
  readonly problems: readonly Problem[];
  /**
   * Names of what is still being studied ("plateau", "manifolds"): what is said of it is not known yet. Absent: nothing is,
   * and the report is whole. Told once there is a verdict, by hosts that show an analysis on its way.
   */
  readonly pending?: readonly string[];
}

export interface Source {
  /** The version of Intrinsic that made it. */
  readonly version: string;
  /** Of the spec's text as UTF-8: 64 hexadecimal digits. */
  readonly sha256: string;
  /** The initialization's; `null` where the spec has none to draw from. */
  readonly seed: number | null;
}
