/**
 * Other points with the same laws: the set M_theta = {h = h(theta)} near theta.
 *
 * From theta + t w, w a random direction, Gauss-Newton on h(theta') = h(theta) with the step of least norm,
 *   delta = -Jᵀ (J Jᵀ)^+ r,   J = dh(theta'), r = h(theta') - h(theta),
 * where the pseudo-inverse leaves out eigenvalues at rounding level (listed laws may depend on each other). h is quadratic,
 * so the iteration converges quadratically where J keeps its rank. Cost: N² D + 9 N³ for N laws, per step.
 */
import { symmetricEigen } from "../../math/dense/decompositions";
import type { Matrix } from "../../math/dense/matrix";
import { norm, outerGram } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import type { LawFamily } from "../laws/families";
import { lawIndices, lawValues } from "../laws/families";
import { lawGradients } from "./kernel";

const STEPS = 60;
/** How far the random step goes, relative to ‖theta‖: far enough to leave degenerate points behind. */
const DISTANCE = 0.3;
/** The laws agree when their difference is below this fraction of ‖theta‖². */
const AGREEMENT = 1e-13;

/** A point near theta with the same laws, or null when the iteration finds none. */
export function pointWithSameLaws(families: readonly LawFamily[], theta: Float64Array, seed: number): Float64Array | null {
  const random = randomStream(seed, "level set");
  const size = norm(theta);
  if (size === 0) return null;
  const wanted = values(families, theta);
  const start = Float64Array.from(theta, () => random.normal());
  const length = norm(start);
  const point = theta.map((x, i) => x + (DISTANCE * size * start[i]) / length);
  for (let step = 0; step < STEPS; step++) {
    const difference = values(families, point).map((x, i) => x - wanted[i]);
    const error = norm(difference);
    if (!Number.isFinite(error)) return null;
    if (error <= AGREEMENT * size * size) return point;
    const move = leastNormStep(lawGradients(families, point), difference);
    for (let i = 0; i < point.length; i++) point[i] -= move[i];
  }
  return null;
}

/** All listed law values, in the order of lawGradients' rows. */
function values(families: readonly LawFamily[], theta: Float64Array): Float64Array {
  return Float64Array.from(
    families.flatMap((family) => {
      const { values: all, columns } = lawValues(family, theta);
      return family.kind === "matrix" ? lawIndices(family).map(([j, k]) => all[j * columns + k]) : Array.from(all);
    }),
  );
}

function leastNormStep(j: Matrix, r: Float64Array): Float64Array {
  const { values: eigenvalues, vectors } = symmetricEigen(outerGram(j));
  const n = eigenvalues.length;
  const floor = 1e-12 * Math.max(0, ...eigenvalues);
  const dual = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    if (eigenvalues[k] <= floor) continue;
    let along = 0;
    for (let i = 0; i < n; i++) along += vectors.data[i * n + k] * r[i];
    for (let i = 0; i < n; i++) dual[i] += (vectors.data[i * n + k] * along) / eigenvalues[k];
  }
  const step = new Float64Array(j.columns);
  for (let i = 0; i < n; i++) for (let e = 0; e < j.columns; e++) step[e] += j.data[i * j.columns + e] * dual[i];
  return step;
}
