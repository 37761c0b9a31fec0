/** Activations on rows of samples: in the kernel where it can, else number by number. */
import type { LayerKernel } from "../../../math/layers/kernel";
import { activationFunction } from "../../activations";
import type { Activation } from "../../network";
import { isIdentity } from "../../structure";

/** Where the numbers before the activation begin, those behind it, and the derivatives by them. */
export interface MapRows {
  readonly z: number;
  readonly y: number;
  readonly d: number;
}

export interface Elementwise {
  /** y = sigma(z) */
  activate(kernel: LayerKernel, rows: MapRows, count: number): void;
  /** d *= sigma'(z) */
  gate(kernel: LayerKernel, rows: MapRows, count: number): void;
}

export function elementwise(activation: Activation): Elementwise {
  if (isIdentity(activation)) return { activate: () => undefined, gate: () => undefined };
  const { name, slope } = activation;
  if (name === "relu" || name === "leaky-relu")
    return {
      activate: (kernel, { y, z }, count) => kernel.rectify(y, z, count, slope),
      gate: (kernel, { d, z }, count) => kernel.gate(d, z, count, slope),
    };
  const { value, derivative } = activationFunction(activation);
  return {
    activate: ({ numbers }, { y, z }, count) => {
      for (let i = 0; i < count; i++) numbers[y + i] = value(numbers[z + i]);
    },
    gate:
      name === "tanh"
        ? gateTanh
        : ({ numbers }, { d, z }, count) => {
            for (let i = 0; i < count; i++) numbers[d + i] *= derivative(numbers[z + i]);
          },
  };
}

/** From its value, which is at hand: taking tanh again would double the cost of the whole pass. */
function gateTanh({ numbers }: LayerKernel, { d, y }: MapRows, count: number): void {
  for (let i = 0; i < count; i++) numbers[d + i] *= 1 - numbers[y + i] ** 2;
}
