/**
 * Other points with the same laws, {h = h(theta)}, and with the same phi as well, {phi = phi(theta), h = h(theta)}.
 *
 * From a point beside theta, Gauss-Newton on the equations c(theta') = c(theta) with the step of least norm,
 *   delta = -Jᵀ (J Jᵀ)^+ r,   J = dc(theta'), r = c(theta') - c(theta),
 * solved without forming J (math/iterative/least-norm.ts): listed laws may depend on each other, and the least norm
 * does not mind. h is quadratic and phi a polynomial, so the iteration converges quadratically where J keeps its rank.
 * phi and h are divided by the norms of their differentials at theta, so that both are held equally well whatever the
 * scale.
 */
import type { Paced, Progress } from "../../findings/progress";
import { norm } from "../../math/dense/matrix";
import type { LinearOperator } from "../../math/iterative/least-norm";
import { leastNormSteps } from "../../math/iterative/least-norm";
import { randomStream } from "../../math/random/streams";
import type { LawMap } from "./law-map";
import type { LiftedMap } from "./lifted";
import { word } from "../../findings/language";

const NEWTON_STEPS = 40;
const LINEAR_SOLUTION = { tolerance: 1e-11, steps: 1500 };
/** How far the random step goes, relative to ‖theta‖: far enough to leave degenerate points behind. */
const DISTANCE = 0.3;
/** The equations hold when their error is below this fraction of their size. */
const AGREEMENT = 1e-13;

/** Equations c(theta') = c, by their error and its differential. */
export interface Equations {
  error(point: Float64Array): Float64Array;
  differential(point: Float64Array): LinearOperator;
  /** What the error is compared with. */
  readonly size: number;
  /** Multiplications of a product with the differential and one with its transpose. */
  readonly work: number;
}

/** h(theta') = h(theta). */
export function sameLaws(laws: LawMap, theta: Float64Array): Equations {
  const wanted = laws.values(theta);
  return {
    error: (point) => laws.values(point).map((x, i) => x - wanted[i]),
    differential: (point) => laws.differential(point),
    size: norm(theta) ** 2,
    work: 2 * laws.work,
  };
}

/** phi(theta') = phi(theta) and h(theta') = h(theta); phi's part is scaled to the size of the laws'. */
export function samePhiAndLaws(map: LiftedMap, laws: LawMap, theta: Float64Array): Equations {
  const same = sameLaws(laws, theta);
  const wanted = map.value(theta);
  const weight = norm(theta) / liftedSlope(map, theta);
  return {
    size: same.size,
    work: same.work + 2 * map.work,
    error: (point) =>
      joined(
        map.value(point).map((x, i) => weight * (x - wanted[i])),
        same.error(point),
      ),
    differential(point) {
      const [phi, h] = [map.differential(point), same.differential(point)];
      return {
        rows: phi.rows + h.rows,
        columns: phi.columns,
        apply: (v) =>
          joined(
            phi.apply(v).map((x) => weight * x),
            h.apply(v),
          ),
        applyTransposed(w) {
          const first = phi.applyTransposed(w.subarray(0, phi.rows).map((x) => weight * x));
          const second = h.applyTransposed(w.subarray(phi.rows));
          return first.map((x, i) => x + second[i]);
        },
      };
    },
  };
}

/**
 * How steep phi is at theta: its largest singular value, roughly, by three steps of the power method; 1 where dphi
 * vanishes.
 */
export function liftedSlope(map: LiftedMap, theta: Float64Array): number {
  const phi = map.differential(theta);
  const random = randomStream(1, "slope");
  let v: Float64Array = Float64Array.from(theta, () => random.normal());
  for (let step = 0; step < 3; step++) {
    const size = norm(v);
    if (size === 0) return 1;
    v = phi.applyTransposed(phi.apply(v.map((x) => x / size)));
  }
  return Math.sqrt(norm(v)) || 1;
}

/** A point with theta's laws at about the distance 0.3 ‖theta‖, or null when the iteration finds none. */
export function* pointWithSameLaws(
  laws: LawMap,
  theta: Float64Array,
  seed: number,
  meter: Meter,
): Generator<Progress, Float64Array | null> {
  const random = randomStream(seed, "level set");
  const size = norm(theta);
  if (size === 0) return null;
  const start = Float64Array.from(theta, () => random.normal());
  const length = norm(start);
  return yield* solveNear(
    sameLaws(laws, theta),
    theta.map((x, i) => x + (DISTANCE * size * start[i]) / length),
    word`Trying other points with the same laws`,
    meter,
  );
}

/** What a search may still spend, in operations; it runs out inside of it. */
export interface Meter {
  left: number;
}

/** The steps' result, or null where the meter runs out first. */
function* counted<T>(steps: Paced<T>, meter: Meter, progress: Progress): Generator<Progress, T | null> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    meter.left -= step.value;
    yield progress;
    if (meter.left < 0) return null;
  }
}

/** The equations' solution that Gauss-Newton reaches from `start`, or null: there is none, or the meter ran out. */
export function* solveNear(
  equations: Equations,
  start: Float64Array,
  stage: string,
  meter: Meter,
): Generator<Progress, Float64Array | null> {
  const point = Float64Array.from(start);
  let before = Infinity;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const error = equations.error(point);
    const size = norm(error);
    if (!Number.isFinite(size)) return null;
    if (size <= AGREEMENT * equations.size) return point;
    // Neither quadratic convergence nor any: another start will do better.
    if (step >= 8 && size > 0.5 * before) return null;
    before = size;
    const move = yield* counted(
      leastNormSteps(equations.differential(point), error, LINEAR_SOLUTION, equations.work),
      meter,
      { stage, fraction: null },
    );
    if (move === null) return null;
    for (let i = 0; i < point.length; i++) point[i] -= move[i];
  }
  return null;
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
