/**
 * z tanh(softplus z), rational in z and e = e^z: with n = e² + 2e it is z n / (n + 2), since tanh(ln(1 + e)) =
 * ((1 + e)² - 1) / ((1 + e)² + 1). Free values: e may be any number at which n + 2 is not 0.
 */
import { inverse, reduce } from "../../math/modular/field";
import type { Ring } from "../../math/ring";
import { exponential, product, quotient, scaled, sum } from "../../math/series/power-series";
import { rational } from "../../math/series/rational";
import { ANALYTIC, fixed } from "./activation";
import { plain, UNIT, Z } from "./expansion";
import { drawResidue } from "./free-values";

/** tanh(softplus x), and its derivative 4 e (e + 1) / (n + 2)²; in e^{-|x|}, which does not overflow. */
function factor(x: number): { readonly value: number; readonly derivative: number } {
  const e = Math.exp(-Math.abs(x));
  if (x > 0) {
    const whole = 1 + 2 * e + 2 * e * e;
    return { value: (1 + 2 * e) / whole, derivative: (4 * e * e * (1 + e)) / (whole * whole) };
  }
  const whole = e * e + 2 * e + 2;
  return { value: (e * e + 2 * e) / whole, derivative: (4 * e * (e + 1)) / (whole * whole) };
}

export const mish = fixed("`x · tanh(log(1 + exp(x)))`", {
  ...ANALYTIC,
  value: (x) => x * factor(x).value,
  derivative: (x) => {
    const { value, derivative } = factor(x);
    return value + x * derivative;
  },
  begins: () => {
    const two = rational(2);
    const e = exponential(Z);
    const n = sum(product(e, e), scaled(two, e));
    return plain(product(Z, quotient(n, sum(n, scaled(two, UNIT)))));
  },
  exponential: {
    of: (z, e, ring) => {
      const one = ring.constant(1);
      const whole = sumOfSquares(e, ring);
      const below = ring.inverse(whole);
      const value = ring.difference(one, ring.product(ring.constant(2), below));
      const slope = ring.product(
        ring.product(ring.constant(4), ring.product(e, ring.sum(e, one))),
        ring.product(below, below),
      );
      return { value: ring.product(z, value), derivative: ring.sum(value, ring.product(z, slope)) };
    },
  },
  freeValues: (u, random, p) => {
    const whole = (at: number): number => reduce(reduce((at + 1) * (at + 1), p) + 1, p);
    let e = drawResidue(random, p);
    // Where n + 2 vanishes there is no such value, and a bound found elsewhere would prove nothing.
    while (whole(e) === 0) e = drawResidue(random, p);
    const below = inverse(whole(e), p);
    const value = reduce(1 + 2 * (p - below), p);
    const slope = reduce(reduce(4 * reduce(e * (e + 1), p), p) * reduce(below * below, p), p);
    return { value: reduce(u * value, p), derivative: reduce(value + u * slope, p) };
  },
});

/** n + 2 = (e + 1)² + 1 */
function sumOfSquares<T>(e: T, ring: Ring<T>): T {
  const one = ring.constant(1);
  const more = ring.sum(e, one);
  return ring.sum(ring.product(more, more), one);
}
