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
import type { Block, Network } from "./network";
import { blocksOf, parameterCount } from "./compile";
import { eachEdge } from "./edges";
import { INPUT } from "./network";
import { gatedLayers } from "./structure";

/** Number of paths; a double, exact below 2^53. */
export function pathCount(network: Network): number {
  const input = new Float64Array(network.inputs).fill(1);
  const ending = network.layers.map(({ units, bias }) => new Float64Array(units).fill(bias ? 1 : 0));
  for (const block of blocksOf(network))
    if (block.source !== null)
      passPaths(block, block.source === INPUT ? input : ending[block.source], ending[block.layer]);
  return total(ending[ending.length - 1]);
}

/** Adds the paths that go on along a block's edges. */
function passPaths(block: Block, ending: Float64Array, counts: Float64Array): void {
  // All go on into every neuron: a sum for each of them would cost as much as the weights are many.
  if (block.wiring.name === "full") {
    const all = total(ending);
    for (let j = 0; j < counts.length; j++) counts[j] += all;
  } else
    eachEdge(block, (_, from, to) => {
      counts[to] += ending[from];
    });
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, x) => sum + x, 0);
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

interface IncomingEdge {
  readonly parameter: number;
  /** Where it comes from: a layer, INPUT, or null for a bias. */
  readonly layer: number | null;
  readonly neuron: number;
}

/** The edges that enter neuron j of a layer, in the order of theta's blocks. */
function incomingEdges(network: Network): (layer: number, j: number) => readonly IncomingEdge[] {
  const known = new Map<number, readonly (readonly IncomingEdge[])[]>();
  const listed = (layer: number): readonly (readonly IncomingEdge[])[] => {
    const incoming = Array.from({ length: network.layers[layer].units }, (): IncomingEdge[] => []);
    for (const block of blocksOf(network))
      if (block.layer === layer)
        eachEdge(block, (parameter, neuron, to) => incoming[to].push({ parameter, layer: block.source, neuron }));
    known.set(layer, incoming);
    return incoming;
  };
  return (layer, j) => (known.get(layer) ?? listed(layer))[j];
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
