/**
 * Taylor expansions at 0, exact. Every coefficient is p + q c with rational p, q and one irrational number c per
 * function (ln 2, 1/√(2π), 2/√π; all transcendental), so whether it vanishes is decided, not measured. Rows compute
 * them by series arithmetic from what defines the activation.
 */
import type { Series } from "../../math/series/power-series";
import { constant, exponential, scaled, variable } from "../../math/series/power-series";
import { ONE, rational, ZERO } from "../../math/series/rational";

export interface Expansion {
  /** The coefficient of z^k is rational[k] + irrational[k] · constant. */
  readonly rational: Series;
  readonly irrational: Series;
  readonly constant: Irrational | null;
}

export interface Irrational {
  /** "ln 2" */
  readonly text: string;
  readonly value: number;
}

/** Terms that are computed: the leading one of φ_σ has degree at most 3 for every activation of the table. */
export const TERMS = 9;

/** z, 1 and 0. */
export const Z = variable(TERMS);
export const UNIT = constant(ONE, TERMS);
export const NONE = constant(ZERO, TERMS);

const MINUS = rational(-1);

/** An expansion with rational coefficients. */
export function plain(series: Series): Expansion {
  return { rational: series, irrational: NONE, constant: null };
}

/** e^{-a} */
export function decay(a: Series): Series {
  return exponential(negated(a));
}

export function negated(a: Series): Series {
  return scaled(MINUS, a);
}
