/**
 * Functions of several pieces that are not two half-lines: none is analytic, and all that is claimed of them beside their
 * values is their slopes at 0, and a symmetry where they have one. Where a piece ends the derivative is PyTorch's.
 */
import { t } from "../../findings/language";
import { ANALYTIC, fixed, type Sigma } from "./activation";

const PIECES = { ...ANALYTIC, analytic: false } as const;

/** Klambauer et al., Self-normalizing neural networks (2017): with them mean 0 and variance 1 are kept. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

export const elu = fixed(t`\`x\` for \`x > 0\`, \`exp(x) − 1\` otherwise.`, exponentialBelow(1, 1));

export const selu = fixed(
  t`\`${SELU_SCALE} · x\` for \`x > 0\`, \`${SELU_SCALE} · ${SELU_ALPHA} · (exp(x) − 1)\` otherwise.`,
  exponentialBelow(SELU_SCALE, SELU_ALPHA),
);

export const hardTanh = fixed(t`\`x\` held between −1 and 1.`, {
  ...PIECES,
  value: (x) => Math.max(-1, Math.min(1, x)),
  derivative: (x) => (Math.abs(x) < 1 ? 1 : 0),
  parity: "odd",
  begins: { below: 1, above: 1 },
});

/** Of degree 2 for positive factors alone, so that it has the laws of x² and none of its symmetry. */
export const reluSquared = fixed("`max(x, 0)²`", {
  ...PIECES,
  value: (x) => (x > 0 ? x * x : 0),
  derivative: (x) => (x > 0 ? 2 * x : 0),
  homogeneous: 2,
  flatAtZero: true,
  begins: { below: 0, above: 0 },
});

/** scale · x above 0, scale · alpha (e^x - 1) below. */
function exponentialBelow(scale: number, alpha: number): Sigma {
  return {
    ...PIECES,
    value: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
    derivative: (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
    begins: { below: scale * alpha, above: scale },
  };
}
