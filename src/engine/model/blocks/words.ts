/** What layers compute, where it takes more than a line to say. */

export const LINEAR_ODE =
  "Infinite depth: `y = Z_1 x` with `dZ_s/ds = A_s Z_s`, `Z_0 = I`, `s` from 0 to 1. The path `s ↦ A_s` is trained. It is the network's only layer.";
