/**
 * Whether the parameters with the same laws form a manifold near a point, so that ker dh is its tangent space there and
 * a violation along ker dphi ∩ ker dh proves that the metric is no function of phi on it (arXiv:2508.07370, Thm 2.14).
 *
 * At the initialization: dh has the rank that it has at a generic point (the certified number of known laws).
 *
 * At a point that Newton's method found, h(point) = h(theta) + e with a small e. The laws are quadratic, ‖h(p + d) -
 * h(p) - dh d‖ <= ‖d‖² up to a factor of about 2; so with s the smallest singular value of dh there, ‖e‖ << s² is
 * enough for an exact point of the level set within 2 ‖e‖ / s (Newton-Kantorovich), and a violation much larger than
 * that distance is there too. Near a singular point s itself is of the size ‖e‖^½, and nothing follows. Cost: 2 N² D.
 */
import type { Paced } from "../../findings/progress";
import { norm } from "../../math/dense/matrix";
import { spectrumSteps } from "../../math/dense/rank";
import type { LawCount } from "../laws/count";
import type { LawFamily } from "../laws/families";
import { lawGradients, type LawMap } from "./law-map";
import type { Measurement } from "./measure";

/** null: the generic rank is not known, or the rank here is not clear. */
export function* isRegular({ families, known }: LawCount, theta: Float64Array): Paced<boolean | null> {
  if (known.value === null || !isAffordable(families, theta)) return null;
  const { rank, clear } = yield* spectrumSteps(lawGradients(families, theta));
  return clear ? rank === known.value : null;
}

/** ‖e‖ may be this fraction of s² … */
const WELL_WITHIN = 1e-3;
/** … and the violation must be this many times the distance to the exact point. */
const WELL_BEYOND = 1e3;

/** Whether a failing measurement at a point near theta's level set is one at a regular point on it. */
export function* isProof(
  { families, known }: LawCount,
  laws: LawMap,
  theta: Float64Array,
  found: Measurement,
): Paced<boolean> {
  if (known.value === null || found.verdict !== "fails" || found.violation === null) return false;
  if (!isAffordable(families, found.theta)) return false;
  const { rank, clear, singularValues } = yield* spectrumSteps(lawGradients(families, found.theta));
  if (!clear || rank !== known.value) return false;
  const smallest = singularValues[rank - 1];
  const wanted = laws.values(theta);
  const error = norm(laws.values(found.theta).map((x, i) => x - wanted[i]));
  return (
    error <= WELL_WITHIN * smallest ** 2 &&
    found.violation * norm(found.theta) > (WELL_BEYOND * error) / (smallest * norm(found.theta))
  );
}

/** Multiplications of one rank of the laws' gradients: some seconds. The table itself is then far below its memory. */
const LARGEST_RANK = 2e9;

function isAffordable(families: readonly LawFamily[], theta: Float64Array): boolean {
  const laws = families.reduce((sum, { count }) => sum + count, 0);
  return 2 * laws * theta.length * Math.min(laws, theta.length) <= LARGEST_RANK;
}
