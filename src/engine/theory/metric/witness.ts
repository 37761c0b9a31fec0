/**
 * A pair of parameters that phi and the laws cannot tell apart, and the metric can: one z, two futures.
 *
 * Start: theta, and a unit v in ker dphi ∩ ker dh along which M changes (violation.ts). For a length t,
 * Gauss-Newton from theta + t v brings phi and h back to theta's values (level-set.ts); longer steps are tried first,
 * because they show more. Where that shows too little the walk goes on from the point found, along the last step. What
 * comes back is checked anew: ‖phi' - phi‖, |h' - h| and ‖M' - M‖ are measured, not assumed.
 *
 * A loss that tells the two apart has at z the gradient G that is an eigenvector of D = M_2 - M_1 for its eigenvalue of
 * largest modulus: it falls at the rates <G, M_i G>. Power iteration on D ± ‖D‖ I, from both ends.
 */
import type { Progress } from "../../findings/progress";
import { dot, norm } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import type { LawMap } from "./law-map";
import { liftedSlope, samePhiAndLaws, solveNear, type Meter } from "./level-set";
import type { LiftedMap } from "./lifted";
import type { Measurement } from "./measure";
import { word } from "../../findings/language";

export interface WitnessPair {
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** ‖theta_2 - theta_1‖ / ‖theta_1‖. */
  readonly distance: number;
  /** ‖phi_2 - phi_1‖ over the slope of phi times ‖theta_1‖; the largest |h_2 - h_1| over ‖theta_1‖². */
  readonly liftedDifference: number;
  readonly lawDifference: number;
  /** ‖M_2 - M_1‖_F / ‖M_1‖_F. */
  readonly metricDifference: number;
  /** A unit gradient at z and the rates at which a loss with it falls. */
  readonly gradient: Float64Array;
  readonly rates: readonly [number, number];
}

/** phi and the laws of a pair agree to this. */
export const PAIR_TOLERANCE = 1e-10;
/** A search ends when the metrics differ by more than this, relatively … */
const VISIBLE = 1e-2;
/**
 * … and what it found is a pair if they differ by more than this, far above what a difference of PAIR_TOLERANCE in phi
 * could do.
 */
const CERTAIN = 1e-6;
/** Steps along v, relative to ‖theta‖. */
const STEPS = [0.5, -0.5, 0.3, -0.3, 0.15, -0.15, 0.07, 0.03];
/** How often the walk goes on after a step. */
const WALK = 8;
/** Points looked for in all, so that the search ends within seconds: this over D, and at least a few. */
const SEARCH = 2e4;
const POWER_STEPS = 60;
const STAGE = word`Looking for two networks with the same φ and laws`;

/** null when no step along the direction, as far as the meter goes, leads to a pair whose metrics differ. */
export function* findPair(
  map: LiftedMap,
  laws: LawMap,
  { theta, direction }: Measurement,
  meter: Meter,
): Generator<Progress, WitnessPair | null> {
  if (direction === null) return null;
  const judge = judgeOf(map, laws, theta, meter);
  let best: Judged | null = null;
  let tries = Math.max(6, SEARCH / theta.length);
  for (const step of STEPS) {
    let last = theta;
    let ahead: Float64Array = direction.map((x) => Math.sign(step) * x);
    for (let walk = 0; walk <= WALK && tries > 0 && meter.left > 0; walk++, tries--) {
      const found = yield* judge(last.map((x, i) => x + Math.abs(step) * norm(theta) * ahead[i]));
      if (found === null) break;
      if (best === null || found.metricDifference > best.metricDifference) best = found;
      if (best.metricDifference > VISIBLE) return { ...best, ...(yield* tellingLoss(map, theta, best.second)) };
      ahead = unit(found.second.map((x, i) => x - last[i]));
      last = found.second;
    }
  }
  return best === null || best.metricDifference <= CERTAIN
    ? null
    : { ...best, ...(yield* tellingLoss(map, theta, best.second)) };
}

type Judged = Omit<WitnessPair, "gradient" | "rates">;

/**
 * From a point near theta to one with theta's phi and laws, with all differences measured; null where there is none.
 */
function judgeOf(
  map: LiftedMap,
  laws: LawMap,
  theta: Float64Array,
  meter: Meter,
): (start: Float64Array) => Generator<Progress, Judged | null> {
  const size = norm(theta);
  const reach = size * liftedSlope(map, theta);
  const { size: metricSize } = map.metric(theta);
  const equations = samePhiAndLaws(map, laws, theta);
  const [phi, h] = [map.value(theta), laws.values(theta)];
  return function* (start) {
    if (size === 0 || metricSize === 0) return null;
    const second = yield* solveNear(equations, start, STAGE, meter);
    if (second === null) return null;
    meter.left -= 2 * map.metricWork;
    const judged = {
      first: theta,
      second,
      distance: distance(theta, second) / size,
      liftedDifference: distance(phi, map.value(second)) / reach,
      lawDifference: laws.values(second).reduce((most, x, i) => Math.max(most, Math.abs(x - h[i])), 0) / size ** 2,
      metricDifference: map.metricDistance(theta, second) / metricSize,
    };
    return judged.liftedDifference > PAIR_TOLERANCE || judged.lawDifference > PAIR_TOLERANCE ? null : judged;
  };
}

function* tellingLoss(
  map: LiftedMap,
  a: Float64Array,
  b: Float64Array,
): Generator<Progress, Pick<WitnessPair, "gradient" | "rates">> {
  const [atA, atB] = [map.differential(a), map.differential(b)];
  const metric = (at: typeof atA, g: Float64Array): Float64Array => at.apply(at.applyTransposed(g));
  const shift = map.metricDistance(a, b);
  let best: { gradient: Float64Array; difference: number } | null = null;
  for (const sign of [1, -1]) {
    const random = randomStream(1, `loss ${sign}`);
    let g = unit(Float64Array.from({ length: map.dimension }, () => random.normal()));
    for (let step = 0; step < POWER_STEPS; step++) {
      const [ga, gb] = [metric(atA, g), metric(atB, g)];
      g = unit(g.map((x, i) => shift * x + sign * (gb[i] - ga[i])));
      if (step % 10 === 0) yield { stage: STAGE, fraction: null };
    }
    const difference = Math.abs(dot(g, metric(atB, g)) - dot(g, metric(atA, g)));
    if (best === null || difference > best.difference) best = { gradient: g, difference };
  }
  const gradient = best!.gradient;
  return { gradient, rates: [dot(gradient, metric(atA, gradient)), dot(gradient, metric(atB, gradient))] };
}

function distance(a: Float64Array, b: Float64Array): number {
  return norm(a.map((x, i) => x - b[i]));
}

function unit(v: Float64Array): Float64Array {
  const size = norm(v);
  return size === 0 ? v : v.map((x) => x / size);
}
