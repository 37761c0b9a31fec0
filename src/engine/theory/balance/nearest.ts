/**
 * The relaxed balanced point nearest to given weights theta_0 = (U_1 … U_L) of a linear chain:
 *   minimise ‖theta - theta_0‖² / 2   subject to   c(theta) = 0  (constraint.ts), lambda free or given.
 *
 * Every iterate lies on the set. From theta, with g = theta - theta_0, the multipliers Omega are the least squares
 * solution of Aᵀ Omega = -g, and H = 1 + (second derivative of <Omega, c>) is the Lagrangian's Hessian. The step
 * minimises gᵀ delta + deltaᵀ H delta / 2 subject to A delta = 0 (sequential quadratic programming, Nocedal & Wright,
 * 2006, §18.1); with y = H^{1/2} delta it is a projection. (H = 1 would be: the nearest point of the linearised set.
 * Its fixed points are the same, but it converges slowly or not at all where the set is curved.) Then steps of least
 * norm, delta = -A⁺ c, bring theta + delta back onto the set, and the step is halved until the distance shrinks. Near
 * the end the convergence is quadratic, and what remains of g along the set is rounding: the KKT equations hold.
 *
 * The constraint being quadratic, its Lagrangian is too: if H is positive semidefinite everywhere, not only along the
 * set, then theta is the nearest of all points, proven. Otherwise it is a point where no small move brings theta
 * nearer.
 *
 * Where the equations depend on each other (bottlenecks with lambda = 0) the answer is that of nearest-balanced.ts.
 * Cost of a step: about ten products A and Aᵀ (cubes of the widths) for two layers, more for deep chains.
 */
import type { Matrix } from "../../math/dense/matrix";
import { norm, dot } from "../../math/dense/matrix";
import { leastNormSolution, type LinearOperator } from "../../math/iterative/least-norm";
import {
  equationsAt,
  hessianMetric,
  imbalanceOf,
  layersOf,
  traceLambda,
  violationOf,
  type WantedLambda,
  type Widths,
} from "./constraint";
import { FULL_GAIN, nearBalanced, ROUGH_GAIN } from "./nearest-balanced";
import { BALANCE_TOLERANCE } from "./relaxed-balance";

export interface NearestPoint {
  readonly theta: Float64Array;
  readonly lambda: readonly number[];
  /** ‖theta - theta_0‖ / ‖theta_0‖; 0 for theta_0 = 0. */
  readonly distance: number;
  /** Relative, as BALANCE_TOLERANCE counts it; checked before it is returned. */
  readonly imbalance: number;
  /** What is left of theta - theta_0 along the set, relative to ‖theta_0‖: 0 at a nearest point. */
  readonly slope: number;
  /** True: no other point is nearer. False: none around it is. */
  readonly proven: boolean;
}

/** Multiplications of one product A: what the search may cost at most, some tens of seconds. */
const LARGEST_PRODUCT = 2e6;

/** Whether the search can be afforded. */
export function canFindNearest(widths: Widths): boolean {
  return widths.slice(1, -1).reduce((sum, n, i) => sum + n * n * (widths[i] + widths[i + 2]), 0) <= LARGEST_PRODUCT;
}

/** `null`: nothing found that holds to BALANCE_TOLERANCE. theta lists U_1 … U_L row by row. */
export function nearestRelaxedBalanced(
  widths: Widths,
  theta0: Float64Array,
  wanted: WantedLambda,
): NearestPoint | null {
  const size = norm(theta0);
  if (!Number.isFinite(size)) return null;
  const unit = size === 0 ? theta0 : theta0.map((x) => x / size);
  const asked: WantedLambda = wanted === "free" ? wanted : wanted.map((l) => (size === 0 ? l : l / size / size));
  const best = search(widths, unit, asked);
  if (best === null || size === 0) return best;
  return { ...best, theta: best.theta.map((x) => x * size), lambda: best.lambda.map((l) => l * size * size) };
}

/** From the weights themselves, and unless that is proven to be nearest also from a balanced point. */
function search(widths: Widths, theta0: Float64Array, wanted: WantedLambda): NearestPoint | null {
  const tried: NearestPoint[] = [];
  const judged = (theta: Float64Array): void => void tried.push(judge(widths, theta0, theta, wanted));
  const straight = restore(widths, theta0, wanted);
  if (straight !== null) judged(approach(widths, theta0, straight, wanted));
  const mayBalance = wanted === "free" || wanted.every((l) => l === 0);
  if (mayBalance && !tried.some(({ proven }) => proven)) {
    judged(approach(widths, theta0, balancedPoint(widths, theta0, ROUGH_GAIN), wanted));
    if (!tried.some(({ slope }) => slope < STATIONARY)) judged(balancedPoint(widths, theta0, FULL_GAIN));
  }
  return tried
    .filter(({ imbalance }) => imbalance <= BALANCE_TOLERANCE)
    .reduce<NearestPoint | null>((a, b) => (a === null || isBetter(b, a) ? b : a), null);
}

/** Distances that agree to this much are the same; then the one found with less slope is. */
const SAME_DISTANCE = 1e-12;

function isBetter(a: NearestPoint, b: NearestPoint): boolean {
  return Math.abs(a.distance - b.distance) > SAME_DISTANCE ? a.distance < b.distance : a.slope < b.slope;
}

function balancedPoint(widths: Widths, theta0: Float64Array, gain: number): Float64Array {
  const balanced = new Float64Array(theta0.length);
  const near = nearBalanced(layersOf(widths, theta0), gain);
  layersOf(widths, balanced).forEach((target, l) => {
    target.data.set(near[l].data);
  });
  return balanced;
}

const SOLVE = { tolerance: 1e-14, steps: 300 };
const MOST_STEPS = 200;
/** Steps below this part of ‖theta_0‖ = 1 change nothing any more. */
const SMALLEST_STEP = 1e-14;
/** Below this the distance's own rounding would decide about a step; Newton's method needs no supervision there. */
const UNSUPERVISED_STEP = 1e-5;
/** Curvature against the set is not followed: H is raised to this. */
const LEAST_CURVATURE = 0.1;

/** From a point of the set towards the nearest. */
function approach(widths: Widths, theta0: Float64Array, start: Float64Array, wanted: WantedLambda): Float64Array {
  let theta = start;
  let previous = Infinity;
  for (let turn = 0; turn < MOST_STEPS; turn++) {
    const { step } = newtonStep(widths, theta0, theta, wanted);
    const length = norm(step);
    if (length <= SMALLEST_STEP) break;
    if (length < UNSUPERVISED_STEP) {
      const next = length < previous ? restore(widths, plus(theta, step, 1), wanted) : null;
      if (next === null) break;
      previous = length;
      theta = next;
      continue;
    }
    const next = descend(widths, theta0, theta, step, wanted);
    if (next === null) break;
    theta = next;
  }
  return theta;
}

const MOST_HALVINGS = 12;
/** Part of the linear prediction that a step must achieve (Armijo). */
const SUFFICIENT = 1e-4;

function descend(
  widths: Widths,
  theta0: Float64Array,
  theta: Float64Array,
  step: Float64Array,
  wanted: WantedLambda,
): Float64Array | null {
  const away = minus(theta, theta0);
  const [before, rate] = [dot(away, away) / 2, dot(away, step)];
  for (let halving = 0, factor = 1; halving < MOST_HALVINGS; halving++, factor /= 2) {
    const next = restore(widths, plus(theta, step, factor), wanted);
    if (next === null) continue;
    const now = minus(next, theta0);
    if (dot(now, now) / 2 <= before + SUFFICIENT * factor * rate) return next;
  }
  return null;
}

interface Step {
  readonly step: Float64Array;
  /** ‖g + Aᵀ Omega‖, what is left of g along the set. */
  readonly slope: number;
  readonly convex: boolean;
}

function newtonStep(widths: Widths, theta0: Float64Array, theta: Float64Array, wanted: WantedLambda): Step {
  const equations = equationsAt(widths, theta, wanted);
  const g = minus(theta, theta0);
  const plain = equations.operator(null);
  const y = leastNormSolution(
    transposed(plain),
    g.map((x) => -x),
    SOLVE,
  );
  const metric = hessianMetric(widths, equations.multipliers(y), LEAST_CURVATURE);
  const along = plus(g, plain.applyTransposed(y), 1);
  const operator = equations.operator(metric);
  // The part of g that the multipliers explain contributes nothing, and only rounding: leave it out.
  const pull = metric.inverseRoot(along);
  const across = leastNormSolution(operator, operator.apply(pull), SOLVE);
  return { step: metric.inverseRoot(minus(across, pull)), slope: norm(along), convex: metric.convex };
}

const MOST_RESTORING = 60;
/** Relative imbalance at which the equations hold to rounding. */
const ROUNDING = 1e-15;

/** Onto the set by steps of least norm; `null` when they do not get there. */
function restore(widths: Widths, from: Float64Array, wanted: WantedLambda): Float64Array | null {
  if (!isNear(from)) return null;
  let theta = from;
  let imbalance = imbalanceOf(layersOf(widths, theta), wanted);
  for (let turn = 0; turn < MOST_RESTORING && imbalance > ROUNDING; turn++) {
    const equations = equationsAt(widths, theta, wanted);
    const c = equations.divided(violationOf(layersOf(widths, theta), wanted));
    const step = leastNormSolution(
      equations.operator(null),
      c.map((x) => -x),
      SOLVE,
    );
    const next = plus(theta, step, 1);
    if (!isNear(next)) return null;
    const after = imbalanceOf(layersOf(widths, next), wanted);
    // At the end rounding makes it stall; far away a step may overshoot once.
    if (!(after < imbalance) && (imbalance < 1e-13 || turn > MOST_RESTORING / 2)) break;
    theta = next;
    imbalance = after;
  }
  return imbalance <= BALANCE_TOLERANCE ? theta : null;
}

/** ‖theta_0‖ = 1 and 0 is balanced, so what is far away is a step that went wrong. */
const FAR = 100;

function isNear(theta: Float64Array): boolean {
  return theta.every(Number.isFinite) && norm(theta) < FAR;
}

function judge(widths: Widths, theta0: Float64Array, theta: Float64Array, wanted: WantedLambda): NearestPoint {
  const weights = layersOf(widths, theta);
  const imbalance = imbalanceOf(weights, wanted);
  const { slope, convex } = newtonStep(widths, theta0, theta, wanted);
  return {
    theta,
    lambda: wanted === "free" ? cleanLambda(weights) : wanted,
    distance: norm(minus(theta, theta0)),
    imbalance,
    slope,
    proven: convex && slope < STATIONARY,
  };
}

/** A slope above this is no stationary point. */
const STATIONARY = 1e-9;

/** A lambda that cannot be told from 0 is 0. */
function cleanLambda(weights: readonly Matrix[]): number[] {
  const lambda = traceLambda(weights);
  return lambda.map((l, i) => {
    const pair = weights.slice(i, i + 2);
    return imbalanceOf(pair, [0]) <= BALANCE_TOLERANCE ? 0 : l;
  });
}

function transposed(a: LinearOperator): LinearOperator {
  return { rows: a.columns, columns: a.rows, apply: (x) => a.applyTransposed(x), applyTransposed: (y) => a.apply(y) };
}

function plus(a: Float64Array, b: Float64Array, factor: number): Float64Array {
  return a.map((x, i) => x + factor * b[i]);
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x - b[i]);
}
