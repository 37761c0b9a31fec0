/**
 * The approximation of gelu in GPT-2 and PyTorch's `approximate="tanh"`: with c = √(2/π), a = 0.044715 and v = z + a z³ it is
 *   z (1 + tanh(c v)) / 2 = z s(2 c v)   of the logistic function s,   z/2 + c z²/2 + O(z⁴),
 * rational in z and e = e^(2cv). Its derivative is s + z s (1 - s) 2 c (1 + 3 a z²): c itself stands in it, and is transcendental.
 *
 * Free values: at distinct inputs u_i the v_i are linearly independent over the rationals where the u_i are (they are their parts of
 * degree 1), so that each s may be any number; and c, of which nothing else depends, any one.
 */
import { t } from "../../findings/language";
import { inverse, reduce } from "../../math/modular/field";
import { transcendentalResidue } from "../../math/modular/jet-number";
import type { Ring } from "../../math/ring";
import { product, scaled } from "../../math/series/power-series";
import { rational } from "../../math/series/rational";
import { ANALYTIC, fixed } from "./activation";
import { Z } from "./expansion";
import { drawResidue, logisticDerivative } from "./free-values";
import { logistic, logisticOf } from "./logistic";

const C = Math.sqrt(2 / Math.PI);
const [A_ABOVE, A_BELOW] = [44_715, 1_000_000];
const A = A_ABOVE / A_BELOW;

/** 2 c (z + a z³) */
const exponentAt = (x: number): number => 2 * C * (x + A * x * x * x);

/** a, in any arithmetic. */
function coefficient<T>(ring: Ring<T>): T {
  return ring.product(ring.constant(A_ABOVE), ring.inverse(ring.constant(A_BELOW)));
}

/** 2 c */
function rate<T>(ring: Ring<T>): T {
  return ring.product(ring.constant(2), ring.transcendental(C));
}

/** The terms up to z³: behind them come powers of c, which none of our series has. */
const EXACT_TERMS = 4;

export const geluTanh = fixed(t`\`x · sigmoid(√(8/π) (x + 0.044715 x³))\`, the tanh approximation of gelu in GPT-2.`, {
  ...ANALYTIC,
  value: (x) => x * logistic(exponentAt(x)),
  derivative: (x) => {
    const u = exponentAt(x);
    const [near, far] = [logistic(u), logistic(-u)];
    // Where it is flat the square would overflow first.
    return near * far === 0 ? near : near + x * near * far * 2 * C * (1 + 3 * A * x * x);
  },
  begins: () => ({
    rational: scaled(rational(1, 2), Z).slice(0, EXACT_TERMS),
    irrational: product(Z, Z).slice(0, EXACT_TERMS),
    constant: { text: "1/√(2π)", value: 1 / Math.sqrt(2 * Math.PI) },
  }),
  exponential: {
    transcendental: true,
    exponent: (z, ring) => {
      const cube = ring.product(z, ring.product(z, z));
      return ring.product(rate(ring), ring.sum(z, ring.product(coefficient(ring), cube)));
    },
    of: (z, e, ring) => {
      const s = logisticOf(e, ring);
      const inner = ring.sum(
        ring.constant(1),
        ring.product(ring.constant(3), ring.product(coefficient(ring), ring.product(z, z))),
      );
      const slope = ring.product(s.derivative, ring.product(rate(ring), inner));
      return { value: ring.product(z, s.value), derivative: ring.sum(s.value, ring.product(z, slope)) };
    },
  },
  freeValues: (u, random, p) => {
    const s = drawResidue(random, p);
    const square = reduce(reduce(u * u, p) * reduce(3 * reduce(A_ABOVE * inverse(A_BELOW, p), p), p), p);
    const inner = reduce(reduce(2 * transcendentalResidue(C, p), p) * (1 + square), p);
    const slope = reduce(logisticDerivative(s, p) * inner, p);
    return { value: reduce(u * s, p), derivative: reduce(s + u * slope, p) };
  },
});
