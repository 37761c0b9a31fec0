/**
 * Relaxed balance at a given theta (arXiv:2508.07370, Def. 3.6): on a chain of linear layers,
 *   S_i = U_{i+1}ᵀ U_{i+1} - U_i U_iᵀ = lambda_i I   for i = 1 … L-1.
 * The nearest multiple of the identity has lambda_i = tr(S_i) / n_i; the imbalance is
 *   ‖S_i - lambda_i I‖_F / (‖U_{i+1}ᵀ U_{i+1}‖_F + ‖U_i U_iᵀ‖_F),
 * which does not change when all weights are multiplied by one number. Cost: n_i² (n_{i-1} + n_{i+1}) per interface.
 */
import { finished, type Paced } from "../../findings/progress";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import type { Matrix } from "../../math/dense/matrix";
import { addScaled, gramSteps, norm, trace, transpose, viewOf } from "../../math/dense/matrix";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";

/**
 * Below this relative imbalance an interface counts as relaxed balanced: some two hundred roundings, because the
 * imbalance is made of squares. On the scale of the weights it is the root, 2e-7 of the largest: what is weaker cannot
 * be told from zero, and what was typed with twelve digits or fewer is near such a point, not on it. Drawn points reach
 * 1e-15.
 */
export const BALANCE_TOLERANCE = 4e-14;
/** Above it, the start is off the set whatever rounding did; between the two nothing is said. */
export const SURELY_UNBALANCED = 1e-12;
/** Eigenvalues are listed up to this width. */
const LARGEST_SPECTRUM = 200;

export interface InterfaceBalance {
  /** Between layers[index] and layers[index + 1]. */
  readonly index: number;
  readonly lambda: number;
  readonly imbalance: number;
  /** Eigenvalues of S_i - lambda_i I, ascending; empty above LARGEST_SPECTRUM. */
  readonly deviations: readonly number[];
}

/**
 * Products of two weights, and of the weights along a path of ordinary depth, keep their digits in this range. (A theta
 * of zeros is in it; small weights beside ordinary ones only lose digits that do not matter.)
 */
export function isRepresentable(theta: Float64Array): boolean {
  let largest = 0;
  for (const x of theta) {
    if (!Number.isFinite(x)) return false;
    largest = Math.max(largest, Math.abs(x));
  }
  return largest === 0 || (largest < 1e30 && largest > 1e-30);
}

/** Operations the imbalances may take: they are taken two or three times in an analysis, … */
const LARGEST_BALANCE = 7.5e8;
/** … and the width of a law matrix: 32 MB. */
const WIDEST = 2000;

/** Whether balanceOf can be afforded. */
export function canBalance(network: Network): boolean {
  const widths = [network.inputs, ...network.layers.map((layer) => layer.units)];
  const inner = widths.slice(1, -1);
  return (
    inner.every((n) => n <= WIDEST) &&
    inner.reduce((sum, n, i) => sum + n * n * (widths[i] + widths[i + 2]), 0) <= LARGEST_BALANCE
  );
}

/** For a linear chain (structure.ts, isLinearChain). */
export function balanceOf(network: Network, theta: Float64Array): InterfaceBalance[] {
  return finished(balanceSteps(network, theta));
}

/** The same with pauses. */
export function* balanceSteps(network: Network, theta: Float64Array): Paced<InterfaceBalance[]> {
  const weights = blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
  const found: InterfaceBalance[] = [];
  for (const [index, u] of weights.slice(0, -1).entries())
    found.push(yield* interfaceBalance(index, u, weights[index + 1]));
  return found;
}

export function isRelaxedBalanced(interfaces: readonly InterfaceBalance[]): boolean {
  return interfaces.every(({ imbalance }) => imbalance <= BALANCE_TOLERANCE);
}

function* interfaceBalance(index: number, u: Matrix, next: Matrix): Paced<InterfaceBalance> {
  const difference = yield* gramSteps(transpose(next));
  const incoming = yield* gramSteps(u);
  const scale = norm(difference.data) + norm(incoming.data);
  addScaled(difference, incoming, -1);
  const lambda = trace(difference) / difference.rows;
  for (let i = 0; i < difference.rows; i++) difference.data[i * difference.rows + i] -= lambda;
  return {
    index,
    lambda,
    imbalance: scale === 0 ? 0 : norm(difference.data) / scale,
    deviations: difference.rows <= LARGEST_SPECTRUM ? Array.from(symmetricEigen(difference).values) : [],
  };
}
