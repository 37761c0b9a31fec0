/** What the hypotheses of theorems on two layers say, and where those stand. */
import { formatNumber } from "../../findings/numbers";
import { cited, type Reference } from "../../findings/reference";
import { t } from "../../findings/language";

const ZHANG_PEYRE = "Zhang & Peyré, Global exponential convergence of two-layer linear network training";

export const HYPERBOLIC = cited(ZHANG_PEYRE, "proposition", "E.2", " (hyperbolic isotropy)");
export const SCALAR: Reference = { text: `${ZHANG_PEYRE}, Section 2 (scalar predictor)` };

/** Of `width` hidden directions of a layer, `effective` have weights. */
export function widthOnLevelSet(name: string, width: number, effective: number, why: string): string {
  return t`on every network with these laws ${width - effective} of the ${width} hidden directions of ${name} have no weights (${why}), so it is ${effective} wide`;
}

/** Eigenvalues with their multiplicities: `high` n times, `low` m times, 0 as often as is left of r. */
export function twoPointValues(high: number, low: number, [n, m, r]: readonly [number, number, number]): string {
  const rest = r > n + m ? `, 0 (${times(r - n - m)})` : "";
  return `${formatNumber(high)} (${times(n)}), ${formatNumber(low)} (${times(m)})${rest}`;
}

export function times(n: number): string {
  return n === 1 ? t`once` : n === 2 ? t`twice` : t`${n} times`;
}
