/** z²: with it the network is a polynomial in theta and x, and runs over GF(p) as it is. */
import { SQUARE_MAP } from "../../math/modular/maps";
import { product } from "../../math/series/power-series";
import { ANALYTIC, fixed } from "./activation";
import { plain, Z } from "./expansion";

export const quadratic = fixed("`x²`", {
  ...ANALYTIC,
  value: (x) => x * x,
  derivative: (x) => 2 * x,
  parity: "even",
  homogeneous: 2,
  flatAtZero: true,
  begins: () => plain(product(Z, Z)),
  polynomial: SQUARE_MAP,
});
