/**
 * How much the metric M = dphi dphiᵀ changes along directions that change neither phi nor any law:
 *   violation = max over unit v in ker dphi ∩ ker dh of ‖dM v‖_F / ‖M‖_F        (arXiv:2508.07370, Theorem 2.14).
 *
 * dM v is formed for every vector of an orthonormal basis of the kernel as the upper triangle of a symmetric d x d matrix,
 * entry by entry, so that exact cancellation shows as rounding and not as its square root. The maximum over the span is the
 * largest singular value of the k x d(d+1)/2 matrix of these, from its k x k Gram matrix.
 * Cost: k times the entries of M times the number of terms; the caller checks it against a budget.
 */
import type { Progress } from "../../findings/progress";
import { symmetricEigen } from "../../math/dense/decompositions";
import type { Matrix } from "../../math/dense/matrix";
import { dot, norm, zeros } from "../../math/dense/matrix";

export interface Violation {
  readonly value: number;
  /** The unit direction that reaches it. */
  readonly direction: Float64Array;
}

/** `metric`: packed M; `derivative(v)`: packed dM v (both packSymmetric). `kernel`: D x k with orthonormal columns. */
export function* largestViolation(
  metric: Float64Array,
  derivative: (v: Float64Array) => Float64Array,
  kernel: Matrix,
): Generator<Progress, Violation> {
  const k = kernel.columns;
  const scale = norm(metric);
  const basis = Array.from({ length: k }, (_, j) => Float64Array.from({ length: kernel.rows }, (_, i) => kernel.data[i * k + j]));
  const changes: Float64Array[] = [];
  for (const v of basis) {
    changes.push(derivative(v));
    yield { stage: "Testing whether the metric is intrinsic", fraction: changes.length / k };
  }
  if (scale === 0 || k === 0) return { value: 0, direction: new Float64Array(kernel.rows) };
  const gram = zeros(k, k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) {
      const value = dot(changes[a], changes[b]);
      gram.data[a * k + b] = value;
      gram.data[b * k + a] = value;
    }
  const { values, vectors } = symmetricEigen(gram);
  const direction = new Float64Array(kernel.rows);
  for (let j = 0; j < k; j++) for (let i = 0; i < kernel.rows; i++) direction[i] += vectors.data[j * k + (k - 1)] * basis[j][i];
  return { value: Math.sqrt(Math.max(0, values[k - 1])) / scale, direction };
}

/** Upper triangle of a symmetric matrix given by entry, off-diagonal entries times sqrt 2: keeps the Frobenius norm. */
export function packSymmetric(size: number, entry: (i: number, j: number) => number): Float64Array {
  const packed = new Float64Array((size * (size + 1)) / 2);
  let at = 0;
  for (let i = 0; i < size; i++) {
    packed[at++] = entry(i, i);
    for (let j = i + 1; j < size; j++) packed[at++] = Math.SQRT2 * entry(i, j);
  }
  return packed;
}
