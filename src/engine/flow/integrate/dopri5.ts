/**
 * Dormand & Prince 5(4), seven stages of which six are new in each step, with the continuous extension of order 4.
 *
 * References: J. R. Dormand, P. J. Prince, A family of embedded Runge-Kutta formulae, J. Comput. Appl. Math. 6 (1980)
 * 19-26; HNW Table II.5.2 (a, b, e) and (6.12) (d: L. F. Shampine's choice of the free parameter, as in Hairer's code
 * DOPRI5).
 */
import type { Method } from "./method";

export const dopri5: Method = {
  name: "Dormand-Prince 5(4)",
  order: 5,
  nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  stages: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  errors: [[71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40]],
  dense: {
    order: 4,
    nodes: [],
    stages: [],
    rows: [
      [
        -12715105075 / 11282082432,
        0,
        87487479700 / 32700410799,
        -10690763975 / 1880347072,
        701980252875 / 199316789632,
        -1453857185 / 822651844,
        69997945 / 29380423,
      ],
    ],
  },
  control: { safety: 0.9, beta: 0.04, shrink: 0.2, grow: 10 },
  stability: 3.25,
};
