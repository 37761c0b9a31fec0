/**
 * Two half-lines that meet at 0: slope 1 above, `below` beneath. At 0 the derivative is taken from beneath. With the
 * slope 1 it is the identity, with -1 the absolute value.
 */
import { t } from "../../findings/language";
import { IDENTITY_MAP } from "../../math/modular/maps";
import { fixed, type ActivationRow, type Sigma } from "./activation";

export const identity = fixed(t`\`x\`: the layer is linear.`, {
  ...twoSlopes(1),
  value: (x) => x,
  derivative: () => 1,
});

export const relu = fixed("`max(x, 0)`", twoSlopes(0));

export const leakyRelu: ActivationRow = {
  words: t`\`x\` for \`x > 0\`, \`slope · x\` otherwise.`,
  slope: { default: 0.01, words: t`0.01, as in PyTorch` },
  of: twoSlopes,
};

function twoSlopes(below: number): Sigma {
  return {
    value: (x) => (x > 0 ? x : below * x),
    derivative: (x) => (x > 0 ? 1 : below),
    parity: below === 1 ? "odd" : below === -1 ? "even" : "none",
    homogeneous: 1,
    translates: false,
    atZero: 0,
    flatAtZero: below === 0,
    analytic: below === 1,
    begins: { below, above: 1 },
    below,
    polynomial: below === 1 ? IDENTITY_MAP : null,
    exponential: null,
    gaussian: null,
    freeValues: null,
    quick: {
      activate: (kernel, z, y, count) => kernel.rectify(y, z, count, below),
      gate: (kernel, z, _, d, count) => kernel.gate(d, z, count, below),
    },
  };
}
