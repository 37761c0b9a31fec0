/**
 * Frobenius norms of sums of Kronecker products without forming them, and without the cancellation of Gram matrices.
 *
 * With an orthonormal basis f_c of the span of the q_b, q_b = sum_c R_cb f_c, so
 *   sum_b p_b ⊗ q_b = sum_c (sum_b R_cb p_b) ⊗ f_c,   and its squared norm is sum_c ‖sum_b R_cb p_b‖².
 * A sum that cancels is then seen to cancel to rounding, where <p_a, p_b><q_a, q_b> would leave the square root of it.
 *
 * Derivatives sum_b dp_b ⊗ q_b + p_b ⊗ dq_b with fixed p, q: split dp_b into its part in span{p} (basis e) and the
 * rest, dq_b likewise. The three sums (rest ⊗ f_c), (e_a ⊗ rest), (e_a ⊗ f_c) are orthogonal to each other, so their
 * coefficients, listed one after the other, are coordinates in which the Euclidean norm is the Frobenius norm.
 * For T terms of sizes p̂ and q̂: T (p̂ + q̂) + T² coordinates instead of p̂ q̂; cost T² (p̂ + q̂).
 */
import { dot, norm } from "../../math/dense/matrix";
import type { KroneckerTerm } from "../../model/passes/transfer/metric-terms";

/** ‖sum_b p_b ⊗ q_b‖_F. */
export function kroneckerNorm(terms: readonly KroneckerTerm[]): number {
  const { basis, coefficients } = orthonormalBasis(terms.map(({ q }) => q));
  return norm(
    basis.map((_, c) =>
      norm(
        combination(
          terms.map(({ p }) => p),
          coefficients.map((row) => row[c]),
        ),
      ),
    ),
  );
}

export interface DerivativeCoordinates {
  /** How many there are. */
  readonly length: number;
  /** Of the derivative with these dp_b, dq_b. */
  of(derivatives: readonly KroneckerTerm[]): Float64Array;
}

/** Coordinates for derivatives of sum_b p_b ⊗ q_b. */
export function derivativeCoordinates(terms: readonly KroneckerTerm[]): DerivativeCoordinates {
  const [p, q] = [orthonormalBasis(terms.map((term) => term.p)), orthonormalBasis(terms.map((term) => term.q))];
  const [sizeP, sizeQ] = [terms[0]?.p.length ?? 0, terms[0]?.q.length ?? 0];
  const [ranksP, ranksQ] = [p.basis.length, q.basis.length];
  const length = ranksQ * sizeP + ranksP * sizeQ + ranksP * ranksQ;
  return {
    length,
    of(derivatives) {
      const coordinates = new Float64Array(length);
      const both = coordinates.subarray(ranksQ * sizeP + ranksP * sizeQ);
      derivatives.forEach((derivative, b) => {
        const dp = split(derivative.p, p.basis);
        const dq = split(derivative.q, q.basis);
        q.coefficients[b].forEach((r, c) => addScaled(coordinates.subarray(c * sizeP, (c + 1) * sizeP), dp.rest, r));
        p.coefficients[b].forEach((r, a) =>
          addScaled(coordinates.subarray(ranksQ * sizeP + a * sizeQ, ranksQ * sizeP + (a + 1) * sizeQ), dq.rest, r),
        );
        for (let a = 0; a < ranksP; a++)
          for (let c = 0; c < ranksQ; c++)
            both[a * ranksQ + c] += dp.along[a] * q.coefficients[b][c] + p.coefficients[b][a] * dq.along[c];
      });
      return coordinates;
    },
  };
}

interface Basis {
  readonly basis: readonly Float64Array[];
  /** coefficients[b][c]: vector b = sum over c of coefficients[b][c] basis[c]. */
  readonly coefficients: readonly (readonly number[])[];
}

/** What is left of a vector below this fraction of it is rounding. */
const INDEPENDENT = 1e-14;

function orthonormalBasis(vectors: readonly Float64Array[]): Basis {
  const basis: Float64Array[] = [];
  const found = vectors.map((vector) => {
    const { along, rest } = split(vector, basis);
    const size = norm(rest);
    if (size <= INDEPENDENT * norm(vector)) return along;
    basis.push(rest.map((x) => x / size));
    return [...along, size];
  });
  return { basis, coefficients: found.map((row) => [...row, ...Array<number>(basis.length - row.length).fill(0)]) };
}

/** v = sum_a along[a] basis[a] + rest, by Gram-Schmidt, twice for full accuracy. */
function split(v: Float64Array, basis: readonly Float64Array[]): { along: number[]; rest: Float64Array } {
  const rest = Float64Array.from(v);
  const along = basis.map(() => 0);
  for (let pass = 0; pass < 2; pass++)
    basis.forEach((e, a) => {
      const more = dot(rest, e);
      along[a] += more;
      addScaled(rest, e, -more);
    });
  return { along, rest };
}

function combination(vectors: readonly Float64Array[], factors: readonly number[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  vectors.forEach((v, b) => addScaled(sum, v, factors[b]));
  return sum;
}

function addScaled(target: Float64Array, v: Float64Array, factor: number): void {
  if (factor !== 0) for (let i = 0; i < target.length; i++) target[i] += factor * v[i];
}
