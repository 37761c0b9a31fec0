/**
 * The exponential: its own derivative, and of no degree. Where a bias b stands before it, e^{z + c} = e^c e^z keeps
 * 2 b - |v|² for the weights v that read it: theory/laws/groups/translation.ts.
 */
import { exponential } from "../../math/series/power-series";
import { ANALYTIC, fixed } from "./activation";
import { plain, Z } from "./expansion";

export const exp = fixed("`exp(x)`", {
  ...ANALYTIC,
  value: Math.exp,
  derivative: Math.exp,
  translates: true,
  atZero: 1,
  begins: () => plain(exponential(Z)),
  exponential: { of: (_, e) => ({ value: e, derivative: e }) },
});
