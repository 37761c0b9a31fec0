/**
 * The path lifting (arXiv:2310.01225): phi_p(theta) is the product of the weights along a path p from an input or a
 * bias to an output. Where a path runs through neurons that are not gated (structure.ts) the paths that differ only
 * there always appear summed, and phi has one coordinate for each such group.
 *
 * The number of paths is exponential in the depth: it is counted first (a forward pass over the graph), and paths are
 * listed only below a limit. What can be said of any size is said on the graph instead (theory/laws/graph.ts).
 */
import type { Matrix } from "../math/dense/matrix";
import { zeros } from "../math/dense/matrix";
import { assertNever } from "../findings/assert-never";
import type { Block, Layer, Network } from "./network";
import { blocksOf, parameterCount } from "./compile";
import { INPUT } from "./network";
import { gatedLayers } from "./structure";

/** Number of paths; a double, exact below 2^53. */
export function pathCount(network: Network): number {
  const ending = new Map<number, Float64Array>();
  ending.set(INPUT, new Float64Array(network.inputs).fill(1));
  network.layers.forEach((layer, index) => {
    const counts = new Float64Array(layer.units).fill(layer.bias ? 1 : 0);
    for (const source of layer.sources) {
      const arriving = arrivingPaths(layer, ending.get(source)!);
      for (let j = 0; j < layer.units; j++) counts[j] += arriving(j);
    }
    ending.set(index, counts);
  });
  return ending.get(network.layers.length - 1)!.reduce((sum, x) => sum + x, 0);
}

/** How many of a source's paths go on into each neuron of a layer. */
function arrivingPaths({ type }: Layer, ending: Float64Array): (j: number) => number {
  switch (type) {
    case "dense":
    case "linear-ode": {
      const total = ending.reduce((sum, x) => sum + x, 0);
      return () => total;
    }
    case "diagonal":
      return (j) => ending[j];
    default:
      return assertNever(type, "layer type");
  }
}

export interface Path {
  /** Indices into theta, from the start of the path to its end. */
  readonly edges: readonly number[];
  /** Which coordinate of phi the path is summed into. */
  readonly coordinate: number;
}

export interface PathLifting {
  readonly paths: readonly Path[];
  /** d: number of groups of paths. */
  readonly coordinates: number;
}

/** All paths, grouped. The caller has checked `pathCount`. Cost: paths times depth. */
export function listPaths(network: Network): PathLifting {
  const gated = gatedLayers(network);
  const incoming = incomingEdges(network);
  const groups = new Map<string, number>();
  const paths: Path[] = [];
  const output = network.layers.length - 1;
  /** Walks backwards from neuron j of a layer; `edges` and `key` hold what lies after it. */
  const walk = (layer: number, j: number, edges: readonly number[], key: string): void => {
    for (const edge of incoming(layer, j)) {
      const path = [edge.parameter, ...edges];
      if (edge.layer === null || edge.layer === INPUT) {
        const full = edge.layer === null ? `1>${key}` : `x${edge.neuron}>${key}`;
        const coordinate = groups.get(full) ?? groups.size;
        groups.set(full, coordinate);
        paths.push({ edges: path, coordinate });
      } else walk(edge.layer, edge.neuron, path, gated[edge.layer] ? `${edge.layer}.${edge.neuron}>${key}` : key);
    }
  };
  for (let j = 0; j < network.layers[output].units; j++) walk(output, j, [], `y${j}`);
  return { paths, coordinates: groups.size };
}

export interface IncomingEdge {
  readonly parameter: number;
  /** Where it comes from: a layer, INPUT, or null for a bias. */
  readonly layer: number | null;
  readonly neuron: number;
}

/** The edges that enter neuron j of a layer, in the order of theta's blocks. */
function incomingEdges(network: Network): (layer: number, j: number) => IncomingEdge[] {
  const byLayer = new Map<number, Block[]>();
  for (const block of blocksOf(network)) byLayer.set(block.layer, [...(byLayer.get(block.layer) ?? []), block]);
  return (layer, j) =>
    (byLayer.get(layer) ?? []).flatMap((block): IncomingEdge[] => {
      if (block.kind === "bias") return [{ parameter: block.offset + j, layer: null, neuron: 0 }];
      if (block.kind === "diagonal") return [{ parameter: block.offset + j, layer: block.source, neuron: j }];
      return Array.from({ length: block.columns }, (_, k) => ({
        parameter: block.offset + j * block.columns + k,
        layer: block.source,
        neuron: k,
      }));
    });
}

/** phi, d numbers. */
export function pathValues(lifting: PathLifting, theta: Float64Array): Float64Array {
  const values = new Float64Array(lifting.coordinates);
  for (const { edges, coordinate } of lifting.paths) values[coordinate] += productExcept(theta, edges, -1, -1);
  return values;
}

/** dphi, d x D. */
export function pathJacobian(network: Network, lifting: PathLifting, theta: Float64Array): Matrix {
  const jacobian = zeros(lifting.coordinates, parameterCount(network));
  for (const { edges, coordinate } of lifting.paths)
    edges.forEach((e, i) => {
      jacobian.data[coordinate * jacobian.columns + e] += productExcept(theta, edges, i, -1);
    });
  return jacobian;
}

/** Directional derivative of dphi along v, d x D. */
export function pathJacobianDerivative(
  network: Network,
  lifting: PathLifting,
  theta: Float64Array,
  v: Float64Array,
): Matrix {
  const derivative = zeros(lifting.coordinates, parameterCount(network));
  for (const { edges, coordinate } of lifting.paths)
    for (let i = 0; i < edges.length; i++) {
      let sum = 0;
      for (let k = 0; k < edges.length; k++)
        if (k !== i && v[edges[k]] !== 0) sum += v[edges[k]] * productExcept(theta, edges, i, k);
      derivative.data[coordinate * derivative.columns + edges[i]] += sum;
    }
  return derivative;
}

function productExcept(theta: Float64Array, edges: readonly number[], i: number, k: number): number {
  let product = 1;
  for (let e = 0; e < edges.length; e++) if (e !== i && e !== k) product *= theta[edges[e]];
  return product;
}
