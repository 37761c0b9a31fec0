/**
 * Recovering theta from its path lifting and its laws, for any DAG of gated neurons (docs/mathematics.md, "Recovering
 * theta").
 *
 * All theta with one path lifting (same signs) are theta_e(s) = beta_e exp(s_head - s_tail), s free on hidden neurons
 * and 0 at inputs, biases and outputs. The one with the laws h (in² - out²) is the minimiser of the strictly convex
 *   Psi(s) = ½ sum_e beta_e² exp(2 (s_head - s_tail)) - sum_v h_v s_v,   dPsi/ds_v = in² - out² - h_v,
 *   Hessian 2 Bᵀ diag(theta_e²) B   (B: incidence on the hidden neurons),
 * found by damped Newton steps, each with one Cholesky factorization. Warm-started along a flow it takes two or three.
 * Cost per step: E for the sums, H³ / 3 for the factorization.
 */
import { solvePositiveDefinite } from "../../math/dense/cholesky";
import type { Matrix } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf, parameterCount } from "../../model/compile";
import { eachWeight } from "../../model/edges";
import { INPUT } from "../../model/network";

/** The weights as edges between hidden neurons; -1 stands for an input, a bias or an output. */
export interface NeuronGraph {
  readonly neurons: number;
  /** Per parameter: the hidden neuron it leaves and the one it enters. */
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  /** "layer1[2]". */
  readonly names: readonly string[];
}

export function neuronGraph(network: Network): NeuronGraph {
  const last = network.layers.length - 1;
  const first: number[] = [];
  const names: string[] = [];
  network.layers.forEach((layer, l) => {
    first.push(names.length);
    if (l < last) for (let j = 0; j < layer.units; j++) names.push(`${layer.name}[${j}]`);
  });
  const size = parameterCount(network);
  const [tails, heads] = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)];
  for (const block of blocksOf(network)) {
    const { layer, source } = block;
    eachWeight(block, (e, k, j) => {
      if (layer < last) heads[e] = first[layer] + j;
      if (source !== null && source !== INPUT) tails[e] = first[source] + k;
    });
  }
  return { neurons: names.length, tails, heads, names };
}

/** in² - out² of every hidden neuron. */
export function neuronLaws({ neurons, tails, heads }: NeuronGraph, theta: Float64Array): Float64Array {
  const laws = new Float64Array(neurons);
  for (let e = 0; e < theta.length; e++) {
    const square = theta[e] * theta[e];
    if (heads[e] >= 0) laws[heads[e]] += square;
    if (tails[e] >= 0) laws[tails[e]] -= square;
  }
  return laws;
}

/** theta(s) into `into`. */
export function rescale({ tails, heads }: NeuronGraph, beta: Float64Array, s: Float64Array, into: Float64Array): void {
  for (let e = 0; e < beta.length; e++)
    into[e] = beta[e] * Math.exp((heads[e] >= 0 ? s[heads[e]] : 0) - (tails[e] >= 0 ? s[tails[e]] : 0));
}

/**
 * Bᵀ diag(theta²) B: the Laplacian of the graph with grounded ends, positive definite where every neuron is joined to
 * them.
 */
export function laplacian({ neurons, tails, heads }: NeuronGraph, theta: Float64Array): Matrix {
  const l = new Float64Array(neurons * neurons);
  for (let e = 0; e < theta.length; e++) {
    const square = theta[e] * theta[e];
    const [a, b] = [heads[e], tails[e]];
    if (a >= 0) l[a * neurons + a] += square;
    if (b >= 0) l[b * neurons + b] += square;
    if (a >= 0 && b >= 0) {
      l[a * neurons + b] -= square;
      l[b * neurons + a] -= square;
    }
  }
  return { rows: neurons, columns: neurons, data: l };
}

/** Solves the Laplacian system; null where it is not positive definite: a neuron has lost its weights. */
export function solveLaplacian(matrix: Matrix, right: Float64Array): Float64Array | null {
  return solvePositiveDefinite(matrix, right);
}

const NEWTON_STEPS = 80;
/** in² - out² agree with h to this fraction of ‖theta‖². */
const AGREEMENT = 1e-15;

/**
 * The s for which theta(s) has the laws h; starts at `s` and writes there. theta(s) is left in `theta`. False when
 * Newton's method does not get there: a neuron's weights vanish.
 */
export function recover(
  graph: NeuronGraph,
  beta: Float64Array,
  h: Float64Array,
  s: Float64Array,
  theta: Float64Array,
): boolean {
  rescale(graph, beta, s, theta);
  let now = stateOf(graph, theta, h, s);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    if (now.worst <= AGREEMENT * now.size) return true;
    const move = solveLaplacian(laplacian(graph, theta), now.error);
    if (move === null) return false;
    // Half a gradient over half a Hessian: the full Newton step is move / 2. It is shortened until Psi or the error
    // falls, and never multiplies a weight by more than e².
    let fraction = Math.min(0.5, 1 / maximum(move));
    let better = false;
    for (let halving = 0; halving < 40 && !better; halving++, fraction /= 2) {
      const tried = s.map((x, v) => x - fraction * move[v]);
      rescale(graph, beta, tried, theta);
      const next = stateOf(graph, theta, h, tried);
      if (next.worst < now.worst || next.psi < now.psi - 1e-12 * now.size) {
        s.set(tried);
        now = next;
        better = true;
      }
    }
    // Rounding is reached: what is left of the error does not fall any more.
    if (!better) {
      rescale(graph, beta, s, theta);
      return now.worst <= 1e4 * AGREEMENT * now.size;
    }
  }
  return false;
}

interface State {
  /** in² - out² - h, its largest entry, ‖theta‖² and Psi. */
  readonly error: Float64Array;
  readonly worst: number;
  readonly size: number;
  readonly psi: number;
}

function stateOf(graph: NeuronGraph, theta: Float64Array, h: Float64Array, s: Float64Array): State {
  const error = neuronLaws(graph, theta).map((x, v) => x - h[v]);
  const size = theta.reduce((sum, x) => sum + x * x, 0);
  return { error, worst: maximum(error), size, psi: size / 2 - h.reduce((sum, x, v) => sum + x * s[v], 0) };
}

function maximum(v: Float64Array): number {
  return v.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
