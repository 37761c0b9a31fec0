/**
 * How much the metric M = dphi dphiᵀ changes along directions that change neither phi nor any law:
 *   violation = max over unit v in ker dphi ∩ ker dh of ‖dM v‖_F / ‖M‖_F        (arXiv:2508.07370, Theorem 2.14).
 *
 * dM v is taken in coordinates that keep its norm (lifted.ts), for every vector of an orthonormal basis of the kernel,
 * so that exact cancellation shows as rounding and not as its square root. The maximum over the span is the largest
 * singular value of the matrix of these, from its k x k Gram matrix, and the direction its right singular vector. Where
 * that matrix would be too large, only the norms are kept: max_j ‖dM v_j‖ <= violation ‖M‖ <= (sum_j ‖dM v_j‖²)^{1/2}.
 * Cost: k derivatives, k² / 2 times their coordinates for the Gram matrix, 9 k³ for its eigenvalues.
 */
import { pauses, telling, type Paced, type Progress } from "../../findings/progress";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import type { Matrix } from "../../math/dense/matrix";
import { dot, norm, zeros } from "../../math/dense/matrix";
import type { Metric } from "./lifted";

export interface Violation {
  /** The largest relative change found … */
  readonly value: number;
  /** … a proven upper bound of it (equal to it when the maximum over the span was taken) … */
  readonly bound: number;
  /** … and the unit direction in which it was found; `null` when there is none. */
  readonly direction: Float64Array | null;
}

const STAGE: Progress = { stage: "Testing whether the metric is intrinsic", fraction: null };
/** Numbers kept at once: 128 MiB. */
const MOST_KEPT = 1.6e7;
/** A chunk of all k vectors fits the processor's cache. */
const CHUNK = 1024;

/** `kernel`: D x k with orthonormal columns; `most`: operations for the Gram matrix and its eigenvalues. */
export function* largestViolation(metric: Metric, kernel: Matrix, most: number): Generator<Progress, Violation> {
  const k = kernel.columns;
  if (metric.size === 0 || k === 0) return { value: 0, bound: 0, direction: null };
  const keep = k * metric.coordinates <= MOST_KEPT && (k * k * metric.coordinates) / 2 + 9 * k ** 3 <= most;
  const changes: Float64Array[] = [];
  const sizes: number[] = [];
  for (let j = 0; j < k; j++) {
    const change = metric.derivative(columnOf(kernel, j));
    sizes.push(norm(change) / metric.size);
    if (keep) changes.push(change);
    yield { ...STAGE, fraction: (j + 1) / k };
  }
  if (!keep) {
    const value = Math.max(...sizes);
    return { value, bound: norm(sizes), direction: columnOf(kernel, sizes.indexOf(value)) };
  }
  const gram = yield* telling(gramOf(changes), STAGE);
  const { values, vectors } = symmetricEigen(gram);
  const value = Math.sqrt(Math.max(0, values[k - 1])) / metric.size;
  const direction = new Float64Array(kernel.rows);
  for (let i = 0; i < kernel.rows; i++)
    for (let j = 0; j < k; j++) direction[i] += kernel.data[i * k + j] * vectors.data[j * k + k - 1];
  return { value, bound: value, direction };
}

function columnOf(a: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => a.data[i * a.columns + j]);
}

function* gramOf(vectors: readonly Float64Array[]): Paced<Matrix> {
  const pause = pauses();
  const k = vectors.length;
  const gram = zeros(k, k);
  for (let from = 0; from < vectors[0].length; from += CHUNK) {
    const parts = vectors.map((v) => v.subarray(from, from + CHUNK));
    for (let a = 0; a < k; a++) {
      for (let b = 0; b <= a; b++) gram.data[a * k + b] += dot(parts[a], parts[b]);
      yield* pause(a * CHUNK);
    }
  }
  for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) gram.data[b * k + a] = gram.data[a * k + b];
  return gram;
}
