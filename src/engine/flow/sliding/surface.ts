/**
 * Sliding (A. F. Filippov, Differential Equations with Discontinuous Righthand Sides, Kluwer 1988, §4 and §10): where the
 * flows on both sides of a kink point at it, the trajectory stays on it, with a velocity between the two. For the pairs a ∈ A
 * that slide (kinks.ts), with multipliers m_a in place of σ'(z_a):
 *
 *   dθ/dt = -(G_0 + Σ_a m_a c_a n_a)   with m such that   n_b · dθ/dt = -z_b   for all b ∈ A
 *
 * (the right side is 0 on the surface, and returns to it what rounding moves off). That is a linear system of size |A|.
 * The flow slides as long as slope <= m_a <= 1 and c_a > 0: without the pair, z_a would grow from below and shrink from above.
 *
 * It is linear only where no sample has sliding pairs in two layers: c of the earlier one would depend on m of the later one.
 */
import type { System } from "../integrate/system";
import type { Kinks } from "./kinks";

export interface Surface {
  readonly system: System;
  readonly active: readonly number[];
  /** m at θ; `null`: the normals are dependent. `inside`: the least distance to the ends of [slope, 1]; below 0 outside. */
  at(theta: Float64Array): SurfacePoint | null;
  /** θ moved to where z_a = 0 for all a ∈ A: the nearest point to first order, twice. */
  project(theta: Float64Array): void;
}

export interface SurfacePoint {
  readonly multipliers: readonly number[];
  /** Of each pair, the distance of m to the nearer end of [slope, 1]; -1 where c is not positive. */
  readonly inside: readonly number[];
}

/** `null`: some sample has pairs in two layers. */
export function surfaceOf(kinks: Kinks, active: readonly number[]): Surface | null {
  const layers = new Map<number, number>();
  for (const index of active) {
    const { layer, sample } = kinks.pair(index);
    if ((layers.get(sample) ?? layer) !== layer) return null;
    layers.set(sample, layer);
  }
  const { parameters } = kinks.objective;
  const [z, pull] = [new Float64Array(kinks.count), new Float64Array(kinks.count)];
  const gradient = new Float64Array(parameters);
  const normals = active.map(() => new Float64Array(parameters));
  const slopes = active.map((index) => kinks.slope(index));

  /** Leaves G_0 in `gradient`; m, or `null`. */
  const solve = (theta: Float64Array): number[] | null => {
    kinks.look(theta, gradient, z, pull);
    active.forEach((index, a) => {
      kinks.normal(theta, index, normals[a]);
      addTimes(gradient, -(z[index] > 0 ? 1 : slopes[a]) * pull[index], normals[a]);
    });
    return solveSystem(
      normals.map((n) => active.map((index, a) => pull[index] * product(n, normals[a]))),
      active.map((index, b) => z[index] - product(normals[b], gradient)),
    );
  };
  return {
    active,
    system: {
      dimension: parameters,
      derivative(_t, theta, into) {
        const multipliers = solve(theta);
        if (multipliers === null) return void into.fill(NaN);
        into.set(gradient);
        multipliers.forEach((m, a) => addTimes(into, m * pull[active[a]], normals[a]));
        for (let i = 0; i < into.length; i++) into[i] = -into[i];
      },
    },
    at(theta) {
      const multipliers = solve(theta);
      return multipliers === null
        ? null
        : {
            multipliers,
            inside: multipliers.map((m, a) => (pull[active[a]] > 0 ? Math.min(m - slopes[a], 1 - m) : -1)),
          };
    },
    project(theta) {
      for (let round = 0; round < 2; round++) {
        solve(theta);
        const back = solveSystem(
          normals.map((n) => normals.map((other) => product(n, other))),
          active.map((index) => -z[index]),
        );
        back?.forEach((by, a) => addTimes(theta, by, normals[a]));
      }
    },
  };
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
