/**
 * Recoverability of a path lifting at a given theta, on the graph, for any number of paths (arXiv:2508.07370, Thm 2.17:
 * theta is locally a function of (phi, h) iff ker dphi ∩ ker dh = {0}).
 *
 * The row of dphi for a path p has the entry prod of the other weights at each of its edges. A path without zero weight
 * contributes phi_p 1_p / theta; one with a single zero weight, at e, contributes a multiple of the unit vector of e;
 * others nothing. So with respect to the nonzero edges, an edge u -> v is
 *   carried  nonzero, u reached from an input or a bias, v reaching an output: moved only by rescalings theta∘(s_v - s_u);
 *   pinned   zero, the same ends: phi alone fixes it;
 *   loose    every other edge: phi does not see it.
 * Without loose edges, dh on a rescaling direction is 2 Bᵀ diag(theta²) B s, positive definite because every neuron is
 * joined to an input or bias and to an output: the kernel is {0}. A loose edge at zero lies in the kernel.
 * Cost: O(D).
 */
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { eachWeightRun } from "../../model/edges";
import { INPUT } from "../../model/network";
import { deadLayers } from "../laws/sites";

export interface GraphRecovery {
  /** Edges that phi does not see at this theta, in layers that matter. */
  readonly looseEdges: number;
  /** Those of them that are zero: each is a direction in the kernel. */
  readonly looseZeroEdges: number;
  /** Names of hidden neurons on no path of nonzero weights ("layer1[2]"), at most a dozen. */
  readonly deadNeurons: readonly string[];
  readonly deadNeuronCount: number;
  readonly zeroWeights: number;
  /** Weights of layers that reach no output: they never move, and are laws themselves. */
  readonly frozenWeights: number;
}

export function recoverOnGraph(network: Network, theta: Float64Array): GraphRecovery {
  const blocks = blocksOf(network);
  const reached = network.layers.map((layer) => new Uint8Array(layer.units));
  const reaching = network.layers.map((layer, l) =>
    new Uint8Array(layer.units).fill(l === network.layers.length - 1 ? 1 : 0),
  );
  const from = (source: number | null, k: number): number =>
    source === null || source === INPUT ? 1 : reached[source][k];
  for (const block of blocks)
    eachWeightRun(block, (e, k, j, length) => {
      for (let t = 0; t < length; t++)
        if (theta[e + t] !== 0 && from(block.source, k + t) === 1) reached[block.layer][j] = 1;
    });
  for (const block of blocks.toReversed()) {
    const { layer, source } = block;
    if (source === null || source === INPUT) continue;
    eachWeightRun(block, (e, k, j, length) => {
      if (reaching[layer][j] === 1)
        for (let t = 0; t < length; t++) if (theta[e + t] !== 0) reaching[source][k + t] = 1;
    });
  }
  const dead = deadLayers(network);
  let looseEdges = 0;
  let looseZeroEdges = 0;
  let zeroWeights = 0;
  let frozenWeights = 0;
  for (const block of blocks) {
    const { layer, source, rows, columns } = block;
    if (dead[layer]) {
      frozenWeights += rows * columns;
      continue;
    }
    eachWeightRun(block, (e, k, j, length) => {
      for (let t = 0; t < length; t++) {
        const zero = theta[e + t] === 0;
        if (zero) zeroWeights++;
        if (from(source, k + t) === 1 && reaching[layer][j] === 1) continue;
        looseEdges++;
        if (zero) looseZeroEdges++;
      }
    });
  }
  const deadNeurons: string[] = [];
  let deadNeuronCount = 0;
  network.layers.slice(0, -1).forEach((layer, l) => {
    if (dead[l]) return;
    for (let j = 0; j < layer.units; j++)
      if (reached[l][j] === 0 || reaching[l][j] === 0) {
        deadNeuronCount++;
        if (deadNeurons.length < 12) deadNeurons.push(`${layer.name}[${j}]`);
      }
  });
  return { looseEdges, looseZeroEdges, deadNeurons, deadNeuronCount, zeroWeights, frozenWeights };
}
