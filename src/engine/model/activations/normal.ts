/**
 * The error function erf(x) = 2/√π ∫_0^x exp(-t²) dt, and gelu(x) = x Φ(x) in its exact form, Φ(x) = (1 + erf(x/√2)) / 2:
 *   erf   2/√π ∫ e^{-z²}        gelu  z/2 + z (2π)^{-1/2} ∫ e^{-z²/2}
 *
 * With the density g of the normal distribution of precision k (1 for gelu, 2 for erf) and P = ∫_0^z g they are z (1/2 + P) and
 * 2 P. Free values: at distinct inputs the squares of pre-activations are linearly independent over the rationals, so that g and P
 * are two free numbers each (the tower theorem, docs/mathematics.md).
 */
import { t } from "../../findings/language";
import { inverse, reduce } from "../../math/modular/field";
import { integral, product, scaled } from "../../math/series/power-series";
import { rational } from "../../math/series/rational";
import { ANALYTIC, fixed } from "./activation";
import { decay, NONE, TERMS, Z } from "./expansion";
import { drawResidue } from "./free-values";

const gauss = (x: number): number => Math.exp(-x * x);
const normalCdf = (x: number): number => (1 + errorFunction(x / Math.SQRT2)) / 2;

const HALF = rational(1, 2);
const squared = product(Z, Z);

export const gelu = fixed(t`\`x · Φ(x)\` with the normal distribution function Φ.`, {
  ...ANALYTIC,
  value: (x) => x * normalCdf(x),
  derivative: (x) => normalCdf(x) + (x * gauss(x / Math.SQRT2)) / Math.sqrt(2 * Math.PI),
  begins: () => ({
    rational: scaled(HALF, Z),
    irrational: product(Z, integral(decay(scaled(HALF, squared)))),
    constant: { text: "1/√(2π)", value: 1 / Math.sqrt(2 * Math.PI) },
  }),
  gaussian: {
    precision: 1,
    of: (z, { density, integral: area }, ring) => {
      const below = ring.sum(ring.inverse(ring.constant(2)), area);
      return { value: ring.product(z, below), derivative: ring.sum(below, ring.product(z, density)) };
    },
  },
  freeValues: (u, random, p) => {
    const below = reduce(inverse(2, p) + drawResidue(random, p), p);
    return { value: reduce(u * below, p), derivative: reduce(below + u * drawResidue(random, p), p) };
  },
});

export const erf = fixed(t`the error function \`erf(x)\``, {
  ...ANALYTIC,
  value: errorFunction,
  derivative: (x) => (2 / Math.sqrt(Math.PI)) * gauss(x),
  parity: "odd",
  begins: () => ({
    rational: NONE,
    irrational: integral(decay(squared)).slice(0, TERMS),
    constant: { text: "2/√π", value: 2 / Math.sqrt(Math.PI) },
  }),
  gaussian: {
    precision: 2,
    of: (_, { density, integral: area }, ring) => ({
      value: ring.sum(area, area),
      derivative: ring.sum(density, density),
    }),
  },
  freeValues: (_, random, p) => ({ value: drawResidue(random, p), derivative: drawResidue(random, p) }),
});

/**
 * To full precision: its Taylor series below 2.5 (all terms of one sign in the form exp(-x²) sum (2x²)^k x /
 * (1·3·5…(2k+1))), the continued fraction of erfc beyond (Abramowitz & Stegun 7.1.6 and 7.1.14).
 */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * gauss(x) * sum;
  }
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (size + fraction);
  return Math.sign(x) * (1 - gauss(size) / Math.sqrt(Math.PI) / (size + fraction));
}
