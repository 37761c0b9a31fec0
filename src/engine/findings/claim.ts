/**
 * A claim is a value together with how it is known. Everything Intrinsic says about a network is a claim.
 *
 * Invariant: a basis is never upgraded. `theorem` needs hypotheses that were checked here, `certified` needs exact
 * arithmetic, `measured` carries the residual and the tolerance it was compared with, `predicted` times an error bar.
 */
import type { Reference, Statement } from "./reference";

export type Basis = "theorem" | "certified" | "measured" | "predicted" | "unknown";

export interface Claim<T> {
  /**
   * The value; `null` exactly when the basis is `unknown` or the quantity does not exist here (then `note` says why).
   */
  readonly value: T | null;
  readonly basis: Basis;
  /** The paper and statement, for instance "arXiv:2508.07370, Theorem 3.9 (v1: 4.4)". */
  readonly reference?: string;
  /** Of a theorem: which statement of the paper, where it has a number. */
  readonly statement?: Statement;
  /** Whole sentences. */
  readonly note?: string;
  /** Measured claims: the number that was compared … */
  readonly residual?: number;
  /** … and what it was compared with. */
  readonly tolerance?: number;
  /** Predicted numbers: the ends of the error bar around `value`. */
  readonly low?: number;
  readonly high?: number;
}

export function unknown<T>(note: string): Claim<T> {
  return { value: null, basis: "unknown", note };
}

export function certified<T>(value: T, extra: { reference?: string; note?: string } = {}): Claim<T> {
  return { value, basis: "certified", ...extra };
}

export function measured<T>(
  value: T,
  residual: number,
  tolerance: number,
  extra: { reference?: string; note?: string } = {},
): Claim<T> {
  return { value, basis: "measured", residual, tolerance, ...extra };
}

/** A number that is expected to lie in the bar from `low` to `high`. */
export function predicted(
  value: number,
  { low, high }: { readonly low: number; readonly high: number },
  extra: { reference?: string; note?: string } = {},
): Claim<number> {
  return { value, basis: "predicted", low, high, ...extra };
}

export function theorem<T>(
  value: T,
  { text, statement }: Reference,
  extra: { note?: string; residual?: number; tolerance?: number } = {},
): Claim<T> {
  return { value, basis: "theorem", reference: text, ...(statement === undefined ? {} : { statement }), ...extra };
}
