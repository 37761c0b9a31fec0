/**
 * Networks as data: a DAG of layers, and where each weight lies in the parameter vector theta.
 *
 * A dense layer computes y = sigma(sum_s W_s x_s + b), one matrix W_s of shape [units, width of s] per source s; a
 * diagonal layer multiplies coordinate by coordinate. A linear-ode layer maps x to Z_1 x with dZ_s/ds = A_s Z_s, Z_0 =
 * I; its parameters are the matrices A_s at the nodes of its grid (model/path/), and it is its network's only layer.
 * The last layer is the output; its activation is read as part of the loss, which changes nothing in the laws (they
 * must hold for every loss).
 */
import type { Activation } from "./activations";
import type { LayerType } from "./blocks";
import type { LayerOwn } from "./blocks/properties";
import type { Shape } from "./shape";

export type { Activation, ActivationName } from "./activations";
export { indexText, type Block } from "./block";

/** Index of a source: INPUT or the index of an earlier layer. */
export const INPUT = -1;

export interface Layer {
  readonly name: string;
  readonly type: LayerType;
  /** How many numbers it makes: channels times positions. */
  readonly units: number;
  /** What only its type has. */
  readonly own?: LayerOwn;
  /** Number of nodes in depth, of a path; absent: the layer is none. */
  readonly grid?: number;
  readonly activation: Activation;
  readonly bias: boolean;
  /** What is trained of it (model/fixed.ts); absent: all. */
  readonly trained?: "all" | "weights" | "biases" | "none";
  /** An earlier layer, whose matrix is this one's too. */
  readonly shares?: number;
  /** INPUT or indices smaller than this layer's own, without repetition. */
  readonly sources: readonly number[];
}

export interface Network {
  readonly inputs: number;
  /** How the inputs are laid out; absent: a vector. */
  readonly shape?: Shape;
  /** In topological order; the last one is the output. */
  readonly layers: readonly Layer[];
  /** What the spec asked for. */
  readonly parametrization: "auto" | "product" | "path-lifting" | "function" | "flow-map";
}

/** Width of a source. */
export function widthOf(network: Network, source: number): number {
  return source === INPUT ? network.inputs : network.layers[source].units;
}

/** Name of a source as the spec writes it. */
export function sourceName(network: Network, source: number): string {
  return source === INPUT ? "input" : network.layers[source].name;
}

/** Width and number of nodes of the path, when the network is a linear neural ODE. */
export function pathShape({ layers: [layer] }: Network): { readonly width: number; readonly nodes: number } | null {
  return layer.grid === undefined ? null : { width: layer.units, nodes: layer.grid };
}

/**
 * The one dense layer with the matrix Z_1: of a linear neural ODE the data and the loss see nothing else, so its
 * objective is f.
 */
export function endNetwork(network: Network): Network {
  const [layer] = network.layers;
  return {
    inputs: network.inputs,
    layers: [
      {
        name: layer.name,
        type: "dense",
        units: layer.units,
        activation: layer.activation,
        bias: false,
        sources: [INPUT],
      },
    ],
    parametrization: "auto",
  };
}

/** Indices of the layers that are hidden: every layer but the last. */
export function hiddenLayers(network: Network): number[] {
  return network.layers.slice(0, -1).map((_, index) => index);
}
