/**
 * How much the metric M = dphi dphiᵀ changes along directions that change neither phi nor any law:
 *   violation = max over unit v in ker dphi ∩ ker dh of ‖dM v‖_F / ‖M‖_F        (arXiv:2508.07370, Theorem 2.14).
 *
 * dM v is formed for every vector of an orthonormal basis of the kernel as the upper triangle of a symmetric d x d matrix,
 * entry by entry, so that exact cancellation shows as rounding and not as its square root. The maximum over the span is the
 * largest singular value of the k x d(d+1)/2 matrix of these, from its k x k Gram matrix. Where that matrix would be too
 * large, only the norms are kept: max_j ‖dM v_j‖ <= violation ‖M‖ <= (sum_j ‖dM v_j‖²)^{1/2}.
 * Cost: k times the entries of M times the number of terms, and k² / 2 times the entries for the Gram matrix.
 */
import type { Progress } from "../../findings/progress";
import { symmetricEigen } from "../../math/dense/decompositions";
import type { Matrix } from "../../math/dense/matrix";
import { dot, norm, zeros } from "../../math/dense/matrix";

export interface Violation {
  /** The largest relative change found … */
  readonly value: number;
  /** … and a proven upper bound of it (equal to it when the maximum over the span was taken). */
  readonly bound: number;
}

/** Numbers kept at once: 128 MiB. */
const MOST_KEPT = 1.6e7;
/** Multiplications spent on the Gram matrix: about a second. */
const MOST_GRAM_WORK = 2e9;
/** A chunk of all k vectors fits the processor's cache. */
const CHUNK = 1024;

/** `metric`: packed M; `derivative(v)`: packed dM v (both packSymmetric). `kernel`: D x k with orthonormal columns. */
export function* largestViolation(
  metric: Float64Array,
  derivative: (v: Float64Array) => Float64Array,
  kernel: Matrix,
): Generator<Progress, Violation> {
  const k = kernel.columns;
  const scale = norm(metric);
  if (scale === 0 || k === 0) return { value: 0, bound: 0 };
  const keep = k * metric.length <= MOST_KEPT && (k * k * metric.length) / 2 <= MOST_GRAM_WORK;
  const changes: Float64Array[] = [];
  const sizes: number[] = [];
  for (let j = 0; j < k; j++) {
    const change = derivative(Float64Array.from({ length: kernel.rows }, (_, i) => kernel.data[i * k + j]));
    sizes.push(norm(change) / scale);
    if (keep) changes.push(change);
    yield { stage: "Testing whether the metric is intrinsic", fraction: (j + 1) / k };
  }
  if (!keep) return { value: Math.max(...sizes), bound: norm(sizes) };
  const { values } = symmetricEigen(gramOf(changes));
  const value = Math.sqrt(Math.max(0, values[k - 1])) / scale;
  return { value, bound: value };
}

function gramOf(vectors: readonly Float64Array[]): Matrix {
  const k = vectors.length;
  const gram = zeros(k, k);
  for (let from = 0; from < vectors[0].length; from += CHUNK) {
    const parts = vectors.map((v) => v.subarray(from, from + CHUNK));
    for (let a = 0; a < k; a++) for (let b = 0; b <= a; b++) gram.data[a * k + b] += dot(parts[a], parts[b]);
  }
  for (let a = 0; a < k; a++) for (let b = 0; b < a; b++) gram.data[b * k + a] = gram.data[a * k + b];
  return gram;
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
