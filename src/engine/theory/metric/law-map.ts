/**
 * All listed laws as one map h: theta -> R^N with its differential.
 *
 * The entries of a symmetric law matrix beside the diagonal are multiplied by sqrt 2. Then a change of basis in the hidden
 * layer, S -> Rᵀ S R, is an orthogonal change of h, and the singular values of dh do not depend on it.
 *
 * dh(theta) is applied entry by entry of the laws: cost the sum of the gradients' lengths, N times about a width.
 */
import { zeros, type Matrix } from "../../math/dense/matrix";
import type { LinearOperator } from "../../math/iterative/least-norm";
import type { LawFamily } from "../laws/families";
import { lawIndices, visitGradient } from "../laws/families";

export interface LawMap {
  /** N. */
  readonly count: number;
  values(theta: Float64Array): Float64Array;
  differential(theta: Float64Array): LinearOperator;
}

export function lawMap(families: readonly LawFamily[]): LawMap {
  const count = families.reduce((sum, family) => sum + family.count, 0);
  return {
    count,
    values(theta) {
      const values = new Float64Array(count);
      visit(families, (row, at, from, factor) => {
        // A quadratic law is half its gradient times theta; a frozen weight (from = null) is its own value.
        values[row] += from === null ? theta[at] : (factor / 2) * theta[from] * theta[at];
      });
      return values;
    },
    differential: (theta) => ({
      rows: count,
      columns: theta.length,
      apply(v) {
        const image = new Float64Array(count);
        visit(families, (row, at, from, factor) => {
          image[row] += from === null ? v[at] : factor * theta[from] * v[at];
        });
        return image;
      },
      applyTransposed(w) {
        const image = new Float64Array(theta.length);
        visit(families, (row, at, from, factor) => {
          image[at] += from === null ? w[row] : factor * theta[from] * w[row];
        });
        return image;
      },
    }),
  };
}

/** Gradients of all laws at theta, one row each. */
export function lawGradients(families: readonly LawFamily[], theta: Float64Array): Matrix {
  const { count } = lawMap(families);
  const result = zeros(count, theta.length);
  visit(families, (row, at, from, factor) => {
    result.data[row * theta.length + at] += from === null ? 1 : factor * theta[from];
  });
  return result;
}

/** The terms factor * theta[from] at position `at` of the gradient of every law. */
function visit(families: readonly LawFamily[], term: (row: number, at: number, from: number | null, factor: number) => void): void {
  let row = 0;
  for (const family of families) {
    if (family.kind === "frozen") {
      for (const block of family.incoming) for (let i = 0; i < block.rows * block.columns; i++) term(row++, block.offset + i, null, 1);
      continue;
    }
    for (const [j, k] of lawIndices(family)) {
      const weight = j === k ? 1 : Math.SQRT2;
      const here = row++;
      visitGradient(family, j, k, (at, from, sign) => {
        term(here, at, from, sign * weight);
      });
    }
  }
}
