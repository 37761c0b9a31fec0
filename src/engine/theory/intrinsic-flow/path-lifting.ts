/**
 * The intrinsic flow of a path lifting, for any DAG of gated neurons, of any number of paths (arXiv:2508.07370, Thm 3.1
 * and Cor. 3.3: theta is recoverable; the construction is in docs/mathematics.md).
 *
 * z is carried by a representative beta of its class (all theta with this path lifting): the balanced one, in² = out²
 * at every hidden neuron, D - H numbers laid out as D. At each instant theta is recovered from (beta, h)
 * (rescaling.ts), v = -grad L(theta) moves z by dphi(theta) v, and beta follows: with theta_e = beta_e exp(d_e), d = B
 * s, and logarithmic derivatives along a path,
 *   w_e = v_e exp(-d_e),   dbeta = w + beta ∘ B r,   r such that the laws of beta stay:  Bᵀ diag(beta²) B r = -½
 *   dh(beta) w.
 * The rescaling r changes nothing in z. No weight is divided by, so single weights may pass through zero; only when all
 * weights into or out of a neuron vanish is K at its end.
 */
import type { Network } from "../../model/network";
import { listPaths, pathCount, pathValues } from "../../model/paths";
import type { ExitCondition, Gradient, IntrinsicFlow } from "./intrinsic-flow";
import { laplacian, neuronGraph, neuronLaws, recover, solveLaplacian, type NeuronGraph } from "./rescaling";
import { t } from "../../findings/language";

/** Paths up to this many are compared as such; beyond, balanced representatives are. */
const MOST_PATHS_COMPARED = 5000;

/** null where theta is not recoverable: a neuron has no weights on one side. `loss`: L(theta). */
export function pathLiftingFlow(network: Network, theta: Float64Array, loss: Gradient): IntrinsicFlow | null {
  const graph = neuronGraph(network);
  const h = neuronLaws(graph, theta);
  const start = balanced(graph, theta);
  if (start === null || solveLaplacian(laplacian(graph, start), new Float64Array(graph.neurons)) === null) return null;
  const s = new Float64Array(graph.neurons);
  const recovered = new Float64Array(theta.length);
  if (!recover(graph, start, h, s, recovered)) return null;
  const gradient = new Float64Array(theta.length);
  const w = new Float64Array(theta.length);
  const listed = pathCount(network) <= MOST_PATHS_COMPARED ? listPaths(network) : null;
  return {
    kind: "path-lifting",
    reference: "arXiv:2508.07370, Theorem 3.1 and Corollary 3.3 (v1: 3.8, 3.9); recovered as in docs/mathematics.md",
    dimension: theta.length,
    start,
    derivative(_t, beta, into) {
      if (!recover(graph, beta, h, s, recovered)) {
        into.fill(NaN);
        return;
      }
      loss.gradient(recovered, gradient);
      for (let e = 0; e < w.length; e++) w[e] = -gradient[e] * Math.exp(scale(graph, s, e, -1));
      const r = solveLaplacian(
        laplacian(graph, beta),
        lawDerivative(graph, beta, w).map((x) => -x / 2),
      );
      if (r === null) {
        into.fill(NaN);
        return;
      }
      for (let e = 0; e < into.length; e++) into[e] = w[e] + beta[e] * scale(graph, r, e, 1);
    },
    lifted: (beta) => (listed === null ? Float64Array.from(beta) : pathValues(listed, beta)),
    observe: (at) =>
      listed === null ? (balanced(graph, at) ?? new Float64Array(at.length).fill(NaN)) : pathValues(listed, at),
    exit: exitOf(graph, start),
  };
}

/** The representative with in² = out² at every hidden neuron. */
function balanced(graph: NeuronGraph, theta: Float64Array): Float64Array | null {
  const beta = new Float64Array(theta.length);
  return recover(graph, theta, new Float64Array(graph.neurons), new Float64Array(graph.neurons), beta) ? beta : null;
}

/** sign (s_head - s_tail) of an edge. */
function scale({ tails, heads }: NeuronGraph, s: Float64Array, e: number, sign: number): number {
  return sign * ((heads[e] >= 0 ? s[heads[e]] : 0) - (tails[e] >= 0 ? s[tails[e]] : 0));
}

/** d(in² - out²) along w. */
function lawDerivative({ neurons, tails, heads }: NeuronGraph, beta: Float64Array, w: Float64Array): Float64Array {
  const change = new Float64Array(neurons);
  for (let e = 0; e < beta.length; e++) {
    const twice = 2 * beta[e] * w[e];
    if (heads[e] >= 0) change[heads[e]] += twice;
    if (tails[e] >= 0) change[tails[e]] -= twice;
  }
  return change;
}

/**
 * A neuron of the balanced representative has in² = out²; when they vanish, so does the product of both sides in theta.
 */
function exitOf(graph: NeuronGraph, start: Float64Array): ExitCondition | null {
  if (graph.neurons === 0) return null;
  const incoming = (beta: Float64Array): Float64Array => {
    const squares = new Float64Array(graph.neurons);
    for (let e = 0; e < beta.length; e++) if (graph.heads[e] >= 0) squares[graph.heads[e]] += beta[e] * beta[e];
    return squares;
  };
  const initial = incoming(start);
  const least = (beta: Float64Array): { neuron: number; fraction: number } => {
    const now = incoming(beta);
    let found = { neuron: 0, fraction: Infinity };
    now.forEach((x, neuron) => {
      const fraction = Math.sqrt(x / initial[neuron]);
      if (fraction < found.fraction) found = { neuron, fraction };
    });
    return found;
  };
  return {
    distance: (beta) => least(beta).fraction,
    describe: (beta) => t`all weights into or out of ${graph.names[least(beta).neuron]} reach zero`,
  };
}
