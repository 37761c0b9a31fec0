/**
 * The kernel ker dphi ∩ ker dh at a given theta: the directions that change neither phi nor any known law.
 *
 * Two ways. *Dense*: stack dphi over dh, each divided by its Frobenius norm (the kernel stays, the scale of theta goes),
 * and decide the rank (math/dense/rank.ts). *Graph*, for a path lifting of any size with all weights nonzero: row p of
 * dphi is phi_p 1_p / theta, so ker dphi = {theta∘(s_head - s_tail)}, s free on the hidden neurons and 0 at the ends, and
 *   dh of such a direction is 2 L s with L = Bᵀ diag(theta²) B,
 * the Laplacian of the graph with grounded ends, positive definite because every neuron lies on a path: the kernel is {0}
 * (this is the convexity argument of docs/mathematics.md, "Recovering theta"). Nothing needs to be computed.
 */
import type { Matrix } from "../../math/dense/matrix";
import { norm, zeros } from "../../math/dense/matrix";
import type { RankDecision } from "../../math/dense/rank";
import { decideRank } from "../../math/dense/rank";
import type { LawFamily } from "../laws/families";
import { lawIndices, visitGradient } from "../laws/families";

/** Rows of [dphi; dh], the blocks scaled to unit norm. */
export function decideKernel(jacobian: Matrix, families: readonly LawFamily[], theta: Float64Array): RankDecision {
  const laws = lawGradients(families, theta);
  const stacked = zeros(jacobian.rows + laws.rows, theta.length);
  stacked.data.set(normalized(jacobian.data), 0);
  stacked.data.set(normalized(laws.data), jacobian.data.length);
  return decideRank(stacked);
}

/** Gradients of all listed laws at theta, one row each. */
export function lawGradients(families: readonly LawFamily[], theta: Float64Array): Matrix {
  const count = families.reduce((sum, family) => sum + family.count, 0);
  const result = zeros(count, theta.length);
  let row = 0;
  for (const family of families) {
    if (family.kind === "frozen") {
      for (const block of family.incoming)
        for (let i = 0; i < block.rows * block.columns; i++) result.data[row++ * theta.length + block.offset + i] = 1;
      continue;
    }
    for (const [j, k] of lawIndices(family)) {
      const start = row++ * theta.length;
      visitGradient(family, j, k, (at, from, sign) => {
        result.data[start + at] += sign * theta[from];
      });
    }
  }
  return result;
}

function normalized(data: Float64Array): Float64Array {
  const size = norm(data);
  return size === 0 ? data : data.map((x) => x / size);
}
