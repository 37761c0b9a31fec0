/** What a sweep found: one point per set of values, one number per run. JSON-safe. */
import type { Claim } from "../findings/claim";
import type { MeasureName } from "./measures";

export interface SweepOutcome {
  /** Of the run, from 0: point by point, seed by seed. */
  readonly run: number;
  /** `null`: the run has no such number, and `note` says why. */
  readonly value: number | null;
  readonly note: string | null;
  /** The law's exponent at this point; `null` where the law does not speak of it. */
  readonly exponent: number | null;
}

/** A run that came to nothing. */
export function withoutNumber(run: number, note: string): SweepOutcome {
  return { run, value: null, note, exponent: null };
}

export interface SweepAxis {
  /** The path in the spec: "initialization.layers.layer1.scale". */
  readonly name: string;
  /** The same without the section it is in: "layer1.scale". */
  readonly short: string;
  readonly values: readonly number[];
}

export interface SweepResult {
  readonly title: string | null;
  readonly measure: MeasureName;
  /** escapeTime: the share of the initial loss. */
  readonly threshold: number;
  readonly axes: readonly SweepAxis[];
  readonly zip: boolean;
  readonly seeds: number;
  readonly points: readonly SweepPoint[];
  readonly runs: number;
  readonly finished: number;
  /** Runs without a number. */
  readonly without: number;
  readonly fit: SweepFit | null;
  /** Why there is no fit. */
  readonly fitNote?: string;
}

export interface SweepPoint {
  /** One per axis. */
  readonly values: readonly number[];
  /** Per seed; `null` where there is none (yet). */
  readonly results: readonly (number | null)[];
  readonly median: number | null;
  /** Why runs have no number, each reason once. */
  readonly notes: readonly string[];
}

/** Against the first axis, on logarithms of both. */
export interface SweepFit {
  /** Slope over all runs: `residual` its standard error, `tolerance` half of the 95 % interval. */
  readonly exponent: Claim<number>;
  readonly low: number | null;
  readonly high: number | null;
  readonly intercept: number;
  /** Slopes between the medians of neighbouring values, largest value first. */
  readonly local: readonly { readonly from: number; readonly to: number; readonly slope: number }[];
  /**
   * How much the measure grows for each factor e by which the value falls: a constant where it grows like a logarithm.
   */
  readonly perFold: readonly { readonly from: number; readonly to: number; readonly change: number }[];
  /** What theory says: the exponent at the smallest value. */
  readonly theory: Claim<number> | null;
}
