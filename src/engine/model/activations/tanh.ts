/**
 * The hyperbolic tangent, (e^z - e^-z) / (e^z + e^-z). Free values: tanh is a rational function of the exponential of 2u,
 * so t = tanh u may be any number, and σ' = 1 - t².
 */
import { exponential, quotient, sum } from "../../math/series/power-series";
import { reduce } from "../../math/modular/field";
import type { LayerKernel } from "../../math/layers/kernel";
import { ANALYTIC, fixed } from "./activation";
import { decay, negated, plain, Z } from "./expansion";
import { drawResidue } from "./free-values";

export const tanh = fixed("`tanh(x)`", {
  ...ANALYTIC,
  value: Math.tanh,
  derivative: (x) => 1 - Math.tanh(x) ** 2,
  parity: "odd",
  begins: () => {
    const [up, down] = [exponential(Z), decay(Z)];
    return plain(quotient(sum(up, negated(down)), sum(up, down)));
  },
  // (e² - 1) / (e² + 1)
  exponential: {
    of: (_, e, ring) => {
      const [one, square] = [ring.constant(1), ring.product(e, e)];
      const value = ring.product(ring.difference(square, one), ring.inverse(ring.sum(square, one)));
      return { value, derivative: ring.difference(one, ring.product(value, value)) };
    },
  },
  freeValues: (_, random, p) => {
    const t = drawResidue(random, p);
    return { value: t, derivative: reduce(1 + p * p - t * t, p) };
  },
  quick: { gate: gateByValue },
});

/** From its value, which is at hand: taking tanh again would double the cost of the whole pass. */
function gateByValue({ numbers }: LayerKernel, _: number, y: number, d: number, count: number): void {
  for (let i = 0; i < count; i++) numbers[d + i] *= 1 - numbers[y + i] ** 2;
}
