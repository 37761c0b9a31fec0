/**
 * The solution of least norm of A x = b, or the least squares solution of least norm, for an A that is only applied.
 *
 * CGLS: conjugate gradients on AᵀA x = Aᵀb without forming AᵀA (Hestenes & Stiefel 1952; Björck, Numerical Methods for
 * Least Squares Problems, 1996, §7.4). From x = 0 every iterate stays in the range of Aᵀ, so the limit has the least
 * norm. It ends when ‖Aᵀ(b - A x)‖ is below `tolerance` times its first value, or after `steps` steps.
 *
 * Cost: one product with A and one with Aᵀ per step; about as many steps as A has well separated singular values.
 */
import { finished, OPERATIONS_BETWEEN_PAUSES, type Paced } from "../../findings/progress";
import { norm } from "../dense/matrix";

/** A (rows x columns), known by its products. */
export interface LinearOperator {
  readonly rows: number;
  readonly columns: number;
  /** A x. */
  apply(x: Float64Array): Float64Array;
  /** Aᵀ y. */
  applyTransposed(y: Float64Array): Float64Array;
}

export interface LeastNormLimits {
  readonly tolerance: number;
  readonly steps: number;
}

/** x of length `columns`. */
export function leastNormSolution(a: LinearOperator, b: Float64Array, limits: LeastNormLimits): Float64Array {
  return finished(leastNormSteps(a, b, limits, 0));
}

/** What a step of small products takes beside their multiplications: allocations and calls. */
const OVERHEAD = 5000;

/** The same with pauses, the last one at the end. `work`: operations of one step's products. */
export function* leastNormSteps(
  a: LinearOperator,
  b: Float64Array,
  { tolerance, steps }: LeastNormLimits,
  work: number,
): Paced<Float64Array> {
  const each = work + 6 * (a.rows + a.columns) + OVERHEAD;
  let since = 0;
  const x = new Float64Array(a.columns);
  const residual = Float64Array.from(b);
  let gradient = a.applyTransposed(residual);
  const direction = Float64Array.from(gradient);
  let size = norm(gradient);
  const enough = tolerance * size;
  for (let step = 0; step < steps && size > enough; step++) {
    since += each;
    if (since >= OPERATIONS_BETWEEN_PAUSES) {
      yield since;
      since = 0;
    }
    const image = a.apply(direction);
    const length = norm(image);
    if (length === 0) break;
    const along = (size / length) ** 2;
    for (let i = 0; i < x.length; i++) x[i] += along * direction[i];
    for (let i = 0; i < residual.length; i++) residual[i] -= along * image[i];
    gradient = a.applyTransposed(residual);
    const next = norm(gradient);
    const turn = (next / size) ** 2;
    for (let i = 0; i < direction.length; i++) direction[i] = gradient[i] + turn * direction[i];
    size = next;
  }
  yield since;
  return x;
}
