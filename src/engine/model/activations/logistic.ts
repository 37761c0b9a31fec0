/**
 * The logistic function s(z) = 1 / (1 + e^-z), its integral softplus, ln 2 + ∫ s, and its product with z, silu. Free
 * values: s may be any number, s' = s (1 - s), silu' = s + u s'; softplus is a further independent primitive, so that its
 * value and its derivative s are two free numbers.
 */
import { t } from "../../findings/language";
import { reduce } from "../../math/modular/field";
import type { Ring } from "../../math/ring";
import type { Series } from "../../math/series/power-series";
import { integral, product, quotient, sum } from "../../math/series/power-series";
import { ANALYTIC, fixed } from "./activation";
import { decay, plain, TERMS, UNIT, Z } from "./expansion";
import { drawResidue, logisticDerivative } from "./free-values";

/** Of x > 0 too by e^-x, which does not overflow. One exponential: it is most of the cost of a gated layer. */
export const logistic = (x: number): number => {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
};
const series = (): Series => quotient(UNIT, sum(UNIT, decay(Z)));

/** s = e / (1 + e) and s' = s (1 - s). */
export function logisticOf<T>(e: T, ring: Ring<T>): { readonly value: T; readonly derivative: T } {
  const one = ring.constant(1);
  const value = ring.product(e, ring.inverse(ring.sum(one, e)));
  return { value, derivative: ring.product(value, ring.difference(one, value)) };
}

export const sigmoid = fixed("`1 / (1 + exp(-x))`", {
  ...ANALYTIC,
  value: logistic,
  derivative: (x) => logistic(x) * logistic(-x),
  atZero: 0.5,
  begins: () => plain(series()),
  exponential: { of: (_, e, ring) => logisticOf(e, ring) },
  freeValues: (_, random, p) => {
    const s = drawResidue(random, p);
    return { value: s, derivative: logisticDerivative(s, p) };
  },
});

export const softplus = fixed("`log(1 + exp(x))`", {
  ...ANALYTIC,
  value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  derivative: logistic,
  atZero: Math.LN2,
  begins: () => ({
    rational: integral(series()).slice(0, TERMS),
    irrational: UNIT,
    constant: { text: "ln 2", value: Math.LN2 },
  }),
  freeValues: (_, random, p) => ({ value: drawResidue(random, p), derivative: drawResidue(random, p) }),
});

export const silu = fixed(t`\`x · sigmoid(x)\`, also called swish.`, {
  ...ANALYTIC,
  value: (x) => x * logistic(x),
  /** s(x) (1 + x s(-x)), with one exponential for both. */
  derivative: (x) => {
    const e = Math.exp(-Math.abs(x));
    const [near, far] = [1 / (1 + e), e / (1 + e)];
    return x >= 0 ? near * (1 + x * far) : far * (1 + x * near);
  },
  begins: () => plain(product(Z, series())),
  exponential: {
    of: (z, e, ring) => {
      const s = logisticOf(e, ring);
      return {
        value: ring.product(z, s.value),
        derivative: ring.sum(s.value, ring.product(z, s.derivative)),
      };
    },
  },
  freeValues: (u, random, p) => {
    const s = drawResidue(random, p);
    return { value: reduce(u * s, p), derivative: reduce(s + u * logisticDerivative(s, p), p) };
  },
});
