/** Small networks for every type of layer, in which it stands between others. A new type must bring its own (the compiler asks). */
import type { LayerType } from "../../src/engine/model/blocks";
import type { ActivationName, Layer, Network } from "../../src/engine/model/network";
import { INPUT } from "../../src/engine/model/network";
import { vector, type Shape } from "../../src/engine/model/shape";
import { sizeOf } from "../../src/engine/model/shape";
import { act } from "./networks";

export const LAYER_SAMPLES: Readonly<Record<LayerType, readonly Network[]>> = {
  dense: [
    layered(vector(2), dense(3), dense(2)),
    layered(vector(2), dense(3, "relu", true), dense(4, "quadratic", true), dense(2, "identity", true)),
    layered(vector(2), dense(3, "tanh", true), dense(2)),
    layered(vector(2), dense(3), { ...dense(3), sources: [INPUT] }, { ...dense(2), sources: [0, 1] }),
  ],
  diagonal: [
    layered(vector(3), diagonal(3), diagonal(3)),
    layered(vector(2), dense(3, "identity", true), diagonal(3, "relu"), dense(2)),
    layered(vector(2), dense(3), diagonal(3, "quadratic"), dense(1)),
  ],
  "linear-ode": [{ ...layered(vector(2), { ...dense(2), type: "linear-ode", grid: 8 }) }],
};

/** Each layer reads the one before, unless it says otherwise. */
function layered(input: Shape, ...layers: readonly Part[]): Network {
  return {
    inputs: sizeOf(input),
    shape: input,
    layers: layers.map((layer, l): Layer => ({ name: `layer${l + 1}`, sources: [l - 1], ...layer })),
    parametrization: "auto",
  };
}

type Part = Omit<Layer, "name" | "sources"> & Partial<Pick<Layer, "name" | "sources">>;

function dense(units: number, activation: ActivationName = "identity", bias = false): Part {
  return { type: "dense", units, activation: act(activation), bias };
}

function diagonal(units: number, activation: ActivationName = "identity", bias = false): Part {
  return { type: "diagonal", units, activation: act(activation), bias };
}
