/**
 * Sliding (A. F. Filippov, Differential Equations with Discontinuous Righthand Sides, Kluwer 1988, §4 and §10): where
 * the flows on both sides of a kink point at it, the trajectory stays on it, with a velocity between the two. For the
 * pairs a ∈ A that slide (kinks.ts), with multipliers m_a in place of σ'(z_a) and forces p_a = m_a c_a:
 *
 *   dθ/dt = -(G_0 + Σ_a p_a n_a)   with p such that   n_b · dθ/dt = -z_b   for all b ∈ A
 *
 * (the right side is 0 on the surface, and returns to it what rounding moves off). G_0 and n are those with σ' = 0 at
 * all of A: then the system is linear also where a sample has pairs in several layers, its matrix n_b · n_a. The
 * multipliers follow from the last layer to the first, since c of an earlier pair contains the forces of the later
 * ones, c_a = … + Σ_d p_d ∂z_d/∂y_a.
 *
 * The flow slides as long as slope <= m_a <= 1 and c_a > 0: without the pair, z_a would grow from below and shrink from
 * above.
 */
import type { System } from "../integrate/system";
import type { Kinks } from "./kinks";

export interface Surface {
  readonly system: System;
  readonly active: readonly number[];
  /**
   * Per pair the distance of m to the nearer end of [slope, 1]: below 0 outside; -1 where c is not positive. `null`:
   * the normals are dependent.
   */
  inside(theta: Float64Array): readonly number[] | null;
  /** θ moved to where z_a = 0 for all a ∈ A: the nearest point to first order, twice. */
  project(theta: Float64Array): void;
}

export function surfaceOf(kinks: Kinks, active: readonly number[]): Surface {
  const { parameters } = kinks.objective;
  const [z, pull] = [new Float64Array(kinks.count), new Float64Array(kinks.count)];
  const gradient = new Float64Array(parameters);
  const normals = active.map(() => new Float64Array(parameters));
  const slopes = active.map((index) => kinks.slope(index));
  /** What the gradient has of each pair, by the side on which rounding put it; and ∂z_d/∂y_a. */
  const had = active.map(() => 0);
  let back: readonly (readonly number[])[] = [];
  const fromTheEnd = [...active.keys()].sort((a, b) => kinks.pair(active[b]).layer - kinks.pair(active[a]).layer);

  /** Leaves G_0 in `gradient`; p, or `null`. */
  const forces = (theta: Float64Array): number[] | null => {
    kinks.look(theta, gradient, z, pull);
    back = active.map((index, a) => kinks.normal(theta, index, active, normals[a]));
    active.forEach((index, a) => {
      had[a] = (z[index] > 0 ? 1 : slopes[a]) * pull[index];
      addTimes(gradient, -had[a], normals[a]);
    });
    return solveSystem(
      gram(normals),
      active.map((index, b) => z[index] - product(normals[b], gradient)),
    );
  };
  return {
    active,
    system: {
      dimension: parameters,
      derivative(_t, theta, into) {
        const found = forces(theta);
        if (found === null) return void into.fill(NaN);
        into.set(gradient);
        found.forEach((p, a) => addTimes(into, p, normals[a]));
        for (let i = 0; i < into.length; i++) into[i] = -into[i];
      },
    },
    inside(theta) {
      const found = forces(theta);
      if (found === null) return null;
      const distances = active.map(() => -1);
      for (const a of fromTheEnd) {
        const c = found.reduce((sum, p, d) => sum + (p - had[d]) * back[d][a], pull[active[a]]);
        const m = found[a] / c;
        if (c > 0) distances[a] = Math.min(m - slopes[a], 1 - m);
      }
      return distances;
    },
    project(theta) {
      for (let round = 0; round < 2; round++) {
        forces(theta);
        const by = solveSystem(
          gram(normals),
          active.map((index) => -z[index]),
        );
        by?.forEach((factor, a) => addTimes(theta, factor, normals[a]));
      }
    },
  };
}

function gram(normals: readonly Float64Array[]): number[][] {
  return normals.map((n) => normals.map((other) => product(n, other)));
}

/** A pivot below this part of its row's largest entry counts as 0: the normals are dependent. */
const DEPENDENT = 1e-10;

/** Gaussian elimination with row pivoting; `null` where the matrix is singular. */
function solveSystem(matrix: readonly number[][], right: readonly number[]): number[] | null {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const sizes = matrix.map((row) => row.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    [sizes[k], sizes[pivot]] = [sizes[pivot], sizes[k]];
    if (!(Math.abs(rows[k][k]) > DEPENDENT * sizes[k])) return null;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const solution = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = rows[k][n];
    for (let j = k + 1; j < n; j++) sum -= rows[k][j] * solution[j];
    solution[k] = sum / rows[k][k];
  }
  return solution;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addTimes(x: Float64Array, factor: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] += factor * y[i];
}
