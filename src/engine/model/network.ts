/**
 * Networks as data: a DAG of layers, and where each weight lies in the parameter vector theta.
 *
 * A dense layer computes y = sigma(sum_s W_s x_s + b), one matrix W_s of shape [units, width of s] per source s; a
 * diagonal layer multiplies coordinate by coordinate. A linear-ode layer maps x to Z_1 x with dZ_s/ds = A_s Z_s, Z_0 =
 * I; its parameters are the matrices A_s at the nodes of its grid (model/path/), and it is its network's only layer.
 * The last layer is the output; its activation is read as part of the loss, which changes nothing in the laws (they
 * must hold for every loss).
 */
import { assertNever } from "../findings/assert-never";

/** In the order in which the spec language lists them. */
export const ACTIVATION_NAMES = [
  "identity",
  "relu",
  "leaky-relu",
  "tanh",
  "sigmoid",
  "softplus",
  "silu",
  "gelu",
  "erf",
  "sin",
  "quadratic",
] as const;

export type ActivationName = (typeof ACTIVATION_NAMES)[number];

export interface Activation {
  readonly name: ActivationName;
  /** leaky-relu's slope on the negative side; 0 for relu; unused otherwise. */
  readonly slope: number;
}

/** Index of a source: INPUT or the index of an earlier layer. */
export const INPUT = -1;

export interface Layer {
  readonly name: string;
  readonly type: "dense" | "diagonal" | "linear-ode";
  readonly units: number;
  /** linear-ode: number of nodes in depth. */
  readonly grid?: number;
  readonly activation: Activation;
  readonly bias: boolean;
  /** What is trained of it (model/fixed.ts); absent: all. */
  readonly trained?: "all" | "weights" | "biases" | "none";
  /** INPUT or indices smaller than this layer's own, without repetition; exactly one for a diagonal layer. */
  readonly sources: readonly number[];
}

export interface Network {
  readonly inputs: number;
  /** In topological order; the last one is the output. */
  readonly layers: readonly Layer[];
  /** What the spec asked for. */
  readonly parametrization: "auto" | "product" | "path-lifting" | "function" | "flow-map";
}

/**
 * A contiguous piece of theta. A dense block is row-major [rows = units, columns = source width]; a path is the n x n
 * matrices at its nodes below one another, [rows = grid n, columns = n]; others have one column.
 */
export interface Block {
  readonly layer: number;
  readonly kind: "dense" | "diagonal" | "path" | "bias";
  /** The source the weights act on; a bias has none. */
  readonly source: number | null;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

/** Width of a source. */
export function widthOf(network: Network, source: number): number {
  return source === INPUT ? network.inputs : network.layers[source].units;
}

/** Name of a source as the spec writes it. */
export function sourceName(network: Network, source: number): string {
  return source === INPUT ? "input" : network.layers[source].name;
}

/** The blocks of theta in order: layer by layer, weights source by source, then the bias. */
export function blocksOf(network: Network): Block[] {
  const blocks: Block[] = [];
  let offset = 0;
  const push = (block: Omit<Block, "offset">): void => {
    blocks.push({ ...block, offset });
    offset += block.rows * block.columns;
  };
  network.layers.forEach((layer, index) => {
    for (const source of layer.sources) push({ layer: index, source, ...weightsOf(network, layer, source) });
    if (layer.bias) push({ layer: index, kind: "bias", source: null, rows: layer.units, columns: 1 });
  });
  return blocks;
}

/** The weights by which a layer acts on one of its sources. A layer type that is not known here is known nowhere. */
function weightsOf(
  network: Network,
  layer: Layer,
  source: number,
): Pick<Block, "rows" | "columns"> & { readonly kind: Exclude<Block["kind"], "bias"> } {
  switch (layer.type) {
    case "dense":
      return { kind: "dense", rows: layer.units, columns: widthOf(network, source) };
    case "diagonal":
      return { kind: "diagonal", rows: layer.units, columns: 1 };
    case "linear-ode":
      return { kind: "path", rows: (layer.grid ?? 0) * layer.units, columns: layer.units };
    default:
      return assertNever(layer.type, "layer type");
  }
}

/**
 * The length of θ, trained or held fixed. No allocation: safe to call on absurd sizes (the result may be inexact above
 * 2^53).
 */
export function parameterCount(network: Network): number {
  let total = 0;
  for (const layer of network.layers) {
    for (const source of layer.sources) {
      const { rows, columns } = weightsOf(network, layer, source);
      total += rows * columns;
    }
    if (layer.bias) total += layer.units;
  }
  return total;
}

/** Width and number of nodes of the path, when the network is a linear neural ODE. */
export function pathShape({ layers: [layer] }: Network): { readonly width: number; readonly nodes: number } | null {
  return layer.type === "linear-ode" ? { width: layer.units, nodes: layer.grid ?? 0 } : null;
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
