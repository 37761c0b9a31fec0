/** Activations on rows of samples: in the kernel where it can, else number by number. */
import type { LayerKernel } from "../../../math/layers/kernel";
import { activationFunction } from "../../activations";
import type { Activation } from "../../network";
import { isIdentity } from "../../structure";

/** On `count` numbers that begin at z before the activation, at y behind it; the derivatives by them at d. */
export interface Elementwise {
  /** y = sigma(z) */
  activate(kernel: LayerKernel, z: number, y: number, count: number): void;
  /** d *= sigma'(z) */
  gate(kernel: LayerKernel, z: number, y: number, d: number, count: number): void;
}

/** Its values are where its arguments are. */
export const IDENTITY: Elementwise = { activate: () => undefined, gate: () => undefined };

export function elementwise(activation: Activation): Elementwise {
  if (isIdentity(activation)) return IDENTITY;
  const { name, slope } = activation;
  if (name === "relu" || name === "leaky-relu")
    return {
      activate: (kernel, z, y, count) => kernel.rectify(y, z, count, slope),
      gate: (kernel, z, _, d, count) => kernel.gate(d, z, count, slope),
    };
  const { value, derivative } = activationFunction(activation);
  return {
    activate: ({ numbers }, z, y, count) => {
      for (let i = 0; i < count; i++) numbers[y + i] = value(numbers[z + i]);
    },
    gate:
      name === "tanh"
        ? gateTanh
        : ({ numbers }, z, _, d, count) => {
            for (let i = 0; i < count; i++) numbers[d + i] *= derivative(numbers[z + i]);
          },
  };
}

/** From its value, which is at hand: taking tanh again would double the cost of the whole pass. */
function gateTanh({ numbers }: LayerKernel, _: number, y: number, d: number, count: number): void {
  for (let i = 0; i < count; i++) numbers[d + i] *= 1 - numbers[y + i] ** 2;
}
