/**
 * The largest eigenvalue λ of the Hessian H = ∇²L(θ), and the learning rate up to which gradient descent is stable
 * there.
 *
 * Lanczos' method with full reorthogonalization (Golub & Van Loan, Matrix Computations, §10.1 and §10.3.1): from a
 * random unit q_1,
 *
 *   H q_j = β_{j-1} q_{j-1} + α_j q_j + β_j q_{j+1};     λ is the largest eigenvalue of the tridiagonal T = (α, β), by
 *   Sturm bisection.
 *
 * H q is a central difference of the gradient, (∇L(θ + εq) - ∇L(θ - εq)) / 2ε with ε = ∛u · max(1, ‖θ‖), u = 2⁻⁵²:
 * error ε²/6 times the third derivative of ∇L along q, and u ‖∇L‖ / ε from rounding, each about 10⁻¹⁰ relative where L
 * is smooth on the scale of θ. Across the kinks of a piecewise linear activation it is a mean over them.
 *
 * `residual` = |β_k s_k|, s the eigenvector of T: some eigenvalue of H lies within it of `value` (Golub & Van Loan,
 * Theorem 10.1.2 with §10.1.4), up to the error of the differences. `value` is never above the largest eigenvalue by
 * more than that error; it is below when the start has no part along its eigenvector, which a random start excludes
 * almost surely.
 *
 * Cost: two gradients per step, at most `steps` steps; memory: `steps` vectors.
 */
import { dot, norm } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import type { Objective } from "./objective";

export interface TopEigenvalue {
  /**
   * The largest eigenvalue (algebraically), per unit of loss and squared unit of θ. NaN where the gradient is not
   * finite.
   */
  readonly value: number;
  readonly residual: number;
  /** Lanczos steps made. */
  readonly steps: number;
}

const DEFAULT_STEPS = 40;
/** A residual below it, relative, is enough: a learning rate needs three digits. */
const ENOUGH = 1e-6;
const DIFFERENCE = Math.cbrt(Number.EPSILON);

export function topHessianEigenvalue(
  objective: Objective,
  theta: Float64Array,
  maxSteps = DEFAULT_STEPS,
): TopEigenvalue {
  const n = objective.parameters;
  const multiply = hessianProduct(objective, theta);
  const basis = [randomDirection(n, objective.fixed ?? null)];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  const image = new Float64Array(n);
  for (let k = 1; ; k++) {
    const q = basis[k - 1];
    multiply(q, image);
    diagonal.push(dot(image, q));
    // Twice is enough (Kahan, Parlett): the second pass removes what rounding left of the first.
    for (let pass = 0; pass < 2; pass++) for (const other of basis) addMultiple(image, -dot(image, other), other);
    const beta = norm(image);
    const value = largestEigenvalue(diagonal, offDiagonal);
    const residual = beta * Math.abs(lastComponent(diagonal, offDiagonal, value));
    const size = Math.max(Math.abs(value), ...diagonal.map(Math.abs));
    if (!(residual > ENOUGH * size) || k >= Math.min(maxSteps, n)) return { value, residual, steps: k };
    offDiagonal.push(beta);
    basis.push(image.map((x) => x / beta));
  }
}

/**
 * The learning rate above which gradient descent with momentum μ and weight decay ω leaves a minimum whose Hessian has
 * the largest eigenvalue λ: 2 (1 + μ) / (λ + ω) (Polyak 1964; for μ = 0 the classical 2/λ). Infinity where λ + ω <= 0:
 * no such bound.
 */
export function stableLearningRate(eigenvalue: number, momentum = 0, weightDecay = 0): number {
  const curvature = eigenvalue + weightDecay;
  return curvature > 0 ? (2 * (1 + momentum)) / curvature : Infinity;
}

function hessianProduct(objective: Objective, theta: Float64Array): (q: Float64Array, into: Float64Array) => void {
  const point = new Float64Array(theta.length);
  const behind = new Float64Array(theta.length);
  const epsilon = DIFFERENCE * Math.max(1, norm(theta));
  return (q, into) => {
    for (let i = 0; i < point.length; i++) point[i] = theta[i] - epsilon * q[i];
    objective.gradient(point, behind);
    for (let i = 0; i < point.length; i++) point[i] = theta[i] + epsilon * q[i];
    objective.gradient(point, into);
    for (let i = 0; i < point.length; i++) into[i] = (into[i] - behind[i]) / (2 * epsilon);
  };
}

/** Of the parameters that are not fixed. */
function randomDirection(n: number, fixed: Uint8Array | null): Float64Array {
  const random = randomStream(0, "hessian");
  const direction = Float64Array.from({ length: n }, () => random.normal());
  for (let i = 0; fixed !== null && i < n; i++) if (fixed[i] === 1) direction[i] = 0;
  const length = norm(direction);
  return direction.map((x) => x / length);
}

function addMultiple(x: Float64Array, factor: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] += factor * y[i];
}

/** By bisection on the number of eigenvalues above x (Golub & Van Loan §8.4.1), inside Gershgorin's interval. */
function largestEigenvalue(diagonal: readonly number[], offDiagonal: readonly number[]): number {
  const radius = diagonal.map((_, i) => Math.abs(offDiagonal[i - 1] ?? 0) + Math.abs(offDiagonal[i] ?? 0));
  let high = Math.max(...diagonal.map((a, i) => a + radius[i]));
  let low = Math.max(...diagonal);
  if (!Number.isFinite(high - low)) return NaN;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (hasEigenvalueAbove(diagonal, offDiagonal, middle)) low = middle;
    else high = middle;
  }
}

/** Sylvester's law of inertia: the pivots of T - x that are positive count the eigenvalues above x. */
function hasEigenvalueAbove(diagonal: readonly number[], offDiagonal: readonly number[], x: number): boolean {
  let pivot = diagonal[0] - x;
  for (let i = 1; pivot <= 0 && i < diagonal.length; i++) {
    const square = offDiagonal[i - 1] ** 2;
    // A pivot of zero stands for a small negative one: the next is then large and positive.
    pivot = diagonal[i] - x - (square === 0 ? 0 : square / (pivot || -Number.MIN_VALUE));
  }
  return pivot > 0;
}

/**
 * |last component| of the unit eigenvector. The recurrence runs from there to the first: in the direction of growth it
 * is stable.
 */
function lastComponent(diagonal: readonly number[], offDiagonal: readonly number[], value: number): number {
  let [after, here, last, square] = [0, 1, 1, 1];
  for (let i = diagonal.length - 1; i > 0; i--) {
    const next = ((value - diagonal[i]) * here - (offDiagonal[i] ?? 0) * after) / offDiagonal[i - 1];
    [after, here] = [here, next];
    square += next * next;
    if (square < 1e100) continue;
    const size = Math.sqrt(square);
    [after, here, last, square] = [after / size, here / size, last / size, 1];
  }
  return last / Math.sqrt(square);
}
