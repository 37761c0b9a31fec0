/**
 * The weights of an orbit that have given laws. T β with S_A(T β) = S_A for all A in p comes of Newton's method on
 *   Ψ(Y) = ½ ‖e^Y β‖² - <S, Y>,   ∂Ψ = S(e^Y β) - S,   ∂²Ψ = 2 <Aθ, Bθ>,
 * strictly convex along Y where no change leaves θ where it is, step by step, T = e^{Y_j} … e^{Y_1} (Kempf and Ness for S = 0: the point of least
 * norm). Where S vanishes on [k, p], T is unique up to turns of channels. Cost: with g laws and D weights 2 g² D + g³ / 3 for a step, of which
 * there are some six.
 */
import { solvePositiveDefinite } from "../../../math/dense/cholesky";
import { dot, norm, outerGram, zeros, type Matrix } from "../../../math/dense/matrix";
import { symmetricEigen } from "../../../math/dense/symmetric-eigen";
import type { Generator, Local } from "./action";
import { lawRows } from "./products";

/** e^Y of one step, part by part. */
export type Step = readonly { readonly forth: Matrix; readonly back: Matrix }[];

const NEWTON_STEPS = 60;
/** Laws agree with those asked for to this fraction of ‖θ‖², the rounding of a sum of squares … */
const AGREEMENT = 1e-15;
/** … and are as near as rounding lets them come, where no step brings them nearer, at this multiple of it. */
const NEAR = 1e4;
const HALVINGS = 40;

/** T β with these laws, and T as a list of steps; null: there is none near enough. */
export function withLaws(
  laws: Float64Array,
  local: Local,
  generators: readonly Generator[],
  beta: Float64Array,
): { readonly theta: Float64Array; readonly steps: readonly Step[] } | null {
  let theta = beta.slice();
  const steps: Step[] = [];
  const rowsAt = (at: Float64Array): Matrix => lawRows({ ...local, theta: at }, generators);
  for (let count = 0; count < NEWTON_STEPS; count++) {
    const rows = rowsAt(theta);
    const error = lawsAt(local, theta, rows).map((x, i) => laws[i] - x);
    const [worst, size] = [largest(error), norm(theta) ** 2];
    if (worst <= AGREEMENT * size) return { theta, steps };
    const move = solvePositiveDefinite(outerGram(rows), error);
    if (move === null) return null;
    // Half a Hessian: the full step is move / 2, of which no weight is multiplied by more than e².
    let fraction = Math.min(0.5, 1 / largest(move));
    let better = false;
    const tries = worst <= NEAR * AGREEMENT * size ? 1 : HALVINGS;
    for (let halving = 0; halving < tries && !better; halving++, fraction /= 2) {
      const y = move.map((x) => fraction * x);
      const step = stepAlong(local, generators, y);
      const tried = theta.slice();
      act(local, step, tried, "forth");
      const change = (norm(tried) ** 2 - size) / 2 - dot(laws, y);
      const left = largest(lawsAt(local, tried, rowsAt(tried)).map((x, i) => laws[i] - x));
      if (left < worst || change < -1e-12 * size) {
        theta = tried;
        steps.push(step);
        better = true;
      }
    }
    if (!better) return worst <= NEAR * AGREEMENT * size ? { theta, steps } : null;
  }
  return null;
}

/** S_A for the basis of p. */
export function lawsAt(local: Local, theta: Float64Array, rows = lawRows({ ...local, theta })): Float64Array {
  return Float64Array.from({ length: rows.rows }, (_, i) =>
    dot(rows.data.subarray(i * rows.columns, (i + 1) * rows.columns), theta),
  );
}

function stepAlong({ parts }: Local, generators: readonly Generator[], y: Float64Array): Step {
  const sums = parts.map(({ writers: { length: n } }) => zeros(n, n));
  generators.forEach(({ part, entries }, i) => {
    for (const { row, column, value } of entries) sums[part].data[row * sums[part].rows + column] += y[i] * value;
  });
  return sums.map((sum) => {
    const { values, vectors } = symmetricEigen(sum);
    return { forth: exponential(values, vectors, 1), back: exponential(values, vectors, -1) };
  });
}

function exponential(values: Float64Array, { rows: n, data: q }: Matrix, sign: number): Matrix {
  const result = zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) result.data[i * n + j] += q[i * n + k] * Math.exp(sign * values[k]) * q[j * n + k];
  return result;
}

/** T v or T⁻¹ v, in place. */
export function act({ parts }: Local, step: Step, v: Float64Array, way: "forth" | "back"): void {
  parts.forEach(({ writers, readers, degrees }, p) => {
    const [on, off] = way === "forth" ? [step[p].forth, step[p].back] : [step[p].back, step[p].forth];
    apply(on, writers, v);
    if (degrees.every((k) => k === 1)) apply(off, readers, v);
    // One number, to the power of the degree.
    else readers[0].forEach((at, c) => (v[at] *= off.data[0] ** degrees[c]));
  });
}

function apply({ data, rows: n }: Matrix, rows: readonly Int32Array[], v: Float64Array): void {
  const line = new Float64Array(n);
  rows[0].forEach((_, c) => {
    rows.forEach((row, j) => (line[j] = v[row[c]]));
    rows.forEach((row, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += data[i * n + j] * line[j];
      v[row[c]] = sum;
    });
  });
}

function largest(v: Float64Array): number {
  return v.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
