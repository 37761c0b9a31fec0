/** Networks for tests, in one line. */
import type { Activation, ActivationName, Layer, Network } from "../../src/engine/model/network";

/** A chain of dense layers; hidden layers get the activation, the output is linear; `bias`: on which layers. */
export function chain(
  widths: readonly number[],
  activation: ActivationName = "identity",
  bias: "none" | "hidden" | "all" = "none",
): Network {
  const last = widths.length - 2;
  const layers = widths.slice(1).map((units, index): Layer => ({
    name: `layer${index + 1}`,
    type: "dense",
    units,
    activation: act(index === last ? "identity" : activation),
    bias: bias === "all" || (bias === "hidden" && index !== last),
    sources: [index - 1],
  }));
  return { inputs: widths[0], layers, parametrization: "auto" };
}

/** Two layers, and beside the output a third that leads nowhere. */
export function deadBranch(): Network {
  return {
    inputs: 2,
    layers: [
      { name: "used", type: "dense", units: 2, activation: act("relu"), bias: false, sources: [-1] },
      { name: "dead", type: "dense", units: 3, activation: act("relu"), bias: true, sources: [0] },
      { name: "out", type: "dense", units: 1, activation: act("identity"), bias: false, sources: [0] },
    ],
    parametrization: "auto",
  };
}

/** A chain of diagonal layers of one width. */
export function diagonalChain(width: number, depth: number, activation: ActivationName = "identity"): Network {
  const layers = Array.from({ length: depth }, (_, index): Layer => ({
    name: `layer${index + 1}`,
    type: "diagonal",
    units: width,
    activation: act(index === depth - 1 ? "identity" : activation),
    bias: false,
    sources: [index - 1],
  }));
  return { inputs: width, layers, parametrization: "auto" };
}

export function act(name: ActivationName): Activation {
  return { name, slope: name === "leaky-relu" ? 0.01 : 0 };
}

/** Runs a generator to its end and returns its result. */
export function finish<T>(generator: Generator<unknown, T>): T {
  for (;;) {
    const step = generator.next();
    if (step.done === true) return step.value;
  }
}
