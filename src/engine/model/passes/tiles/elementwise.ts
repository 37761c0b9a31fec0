/** Activations on rows of samples: in the kernel where it can, else number by number. */
import { sigmaOf, type Activation } from "../../activations";
import type { Elementwise } from "../../activations/activation";
import { isIdentity } from "../../structure";

/** Its values are where its arguments are. */
export const IDENTITY: Elementwise = { activate: () => undefined, gate: () => undefined };

export function elementwise(activation: Activation): Elementwise {
  if (isIdentity(activation)) return IDENTITY;
  const { value, derivative, quick } = sigmaOf(activation);
  return {
    activate: ({ numbers }, z, y, count) => {
      for (let i = 0; i < count; i++) numbers[y + i] = value(numbers[z + i]);
    },
    gate: ({ numbers }, z, _, d, count) => {
      for (let i = 0; i < count; i++) numbers[d + i] *= derivative(numbers[z + i]);
    },
    ...quick,
  };
}
