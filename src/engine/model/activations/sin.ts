/**
 * The sine. Free values: (cos u, sin u) is a rational function of the exponential of iu, a point of the circle: for any t
 * the rational one ((1 - t²), 2t) / (1 + t²).
 */
import { inverse, reduce } from "../../math/modular/field";
import { exponential } from "../../math/series/power-series";
import { negative, ZERO } from "../../math/series/rational";
import { ANALYTIC, fixed } from "./activation";
import { plain, Z } from "./expansion";
import { drawResidue } from "./free-values";

export const sin = fixed("`sin(x)`", {
  ...ANALYTIC,
  value: Math.sin,
  derivative: Math.cos,
  parity: "odd",
  // z - z³/3! + …: the odd terms of e^z with alternating signs.
  begins: () => plain(exponential(Z).map((term, k) => (k % 2 === 0 ? ZERO : k % 4 === 1 ? term : negative(term)))),
  freeValues: (_, random, p) => {
    let t = drawResidue(random, p);
    // Where 1 + t² vanishes there is no such point, and a bound found elsewhere would prove nothing.
    while (reduce(t * t, p) === p - 1) t = drawResidue(random, p);
    const square = reduce(t * t, p);
    const scale = inverse(reduce(1 + square, p), p);
    return { value: reduce(2 * t * scale, p), derivative: reduce((1 + p - square) * scale, p) };
  },
});
