/**
 * Whether a nearly stationary point is one where the flow stays: no direction of negative curvature.
 *
 * The smallest eigenvalue of the Hessian, from Lanczos' method on -H (../../flow/descent/hessian.ts), against its
 * largest: at or above -FLAT of it, the point is a minimum to second order and to that accuracy. A direction that is
 * flatter still, as the ways out of a saddle of third order are, is not seen: what is told is `measured`, with this
 * ratio as its residual.
 *
 * Cost: four gradients per step of Lanczos, at most STEPS each way.
 */
import { topHessianEigenvalue } from "../../flow/descent/hessian";
import type { Objective } from "../../flow/objective/objective";

export interface Rest {
  readonly settled: boolean;
  /** The size of the steepest negative curvature over the largest curvature; 0 where there is none. */
  readonly negative: number;
  readonly gradients: number;
}

/** Differences of gradients are good to about 10⁻¹⁰ of the largest curvature. */
export const FLAT = 1e-8;
/**
 * An eigenvalue is off by the square of its residual at most (Golub & Van Loan, §8.1.3), so this one leaves 10⁻⁸ of the
 * largest.
 */
const FOUND = 1e-4;
/** All eigenvalues of small networks, the ends of the spectrum of others. */
const STEPS = 60;

export function restAt(objective: Objective, theta: Float64Array): Rest {
  const top = topHessianEigenvalue(objective, theta, STEPS);
  const bottom = topHessianEigenvalue(negated(objective), theta, STEPS);
  const gradients = 2 * (top.steps + bottom.steps);
  // The largest curvature in size; a NaN is no minimum.
  const largest = Math.max(Math.abs(top.value), Math.abs(bottom.value));
  const negative = largest === 0 ? 0 : Math.max(0, bottom.value) / largest;
  const found = bottom.residual <= FOUND * largest;
  return { settled: largest > 0 && found && negative <= FLAT, negative, gradients };
}

/** -L */
function negated(objective: Objective): Objective {
  return {
    ...objective,
    gradient: (theta, into) => {
      const loss = objective.gradient(theta, into);
      for (let i = 0; i < into.length; i++) into[i] = -into[i];
      return -loss;
    },
  };
}
