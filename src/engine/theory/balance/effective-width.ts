/**
 * How wide a linear chain is on the whole level set of its laws.
 *
 * At an inner interface let U (r x m) come in and V (n x r) go out, W = (V; Uᵀ), J = diag(I_n, -I_m), S = VᵀV - UUᵀ =
 * WᵀJW, with p positive and q negative eigenvalues. On every chain with these laws
 *   rank W <= r* = min(r, n + q, m + p),
 * and r - r* of the zero eigenvalues of S belong to hidden directions (in a rotated basis) without any weight. A
 * rotation within ker S changes neither the laws nor Z nor the metric, so the chain of width r* with those zeros taken
 * out of S reaches the same pairs (Z, M): it has the metric property exactly when the wide one has. Proof in
 * docs/mathematics.md, effective width.
 *
 * The bound is below r only where U has not full row rank and V not full column rank. Cutting one interface narrows its
 * neighbours' sides, so the interfaces are gone through until nothing changes. Cost: r² (n + m) per interface, and 9 r³
 * where neither factor has full rank.
 */
import { cholesky } from "../../math/dense/cholesky";
import type { Matrix } from "../../math/dense/matrix";
import { innerGram, multiply, norm, outerGram, transpose, viewOf, zeros } from "../../math/dense/matrix";
import { svd, thinSvd } from "../../math/dense/svd";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { BALANCE_TOLERANCE } from "./relaxed-balance";

/** One interface that is narrower than it is written. */
export interface NarrowInterface {
  /** Between layers[index] and layers[index + 1]. */
  readonly index: number;
  readonly width: number;
  readonly effective: number;
  /** null: there are more hidden units than inputs and outputs together, which is enough. */
  readonly signs: Signs | null;
}

/** Signs of the eigenvalues of S. */
export interface Signs {
  readonly positive: number;
  readonly negative: number;
  /** The largest eigenvalue counted as 0 over the size of the law's terms, and the bound it was held against. */
  readonly residual: number;
  readonly tolerance: number;
}

export interface EffectiveChain {
  /** A chain of dense layers, as wide as the level set needs, … */
  readonly network: Network;
  /** … and the initialization on it, in rotated hidden coordinates: the same Z. */
  readonly theta: Float64Array;
  /** Empty: the chain is as wide as it is written, as far as it was looked at … */
  readonly narrow: readonly NarrowInterface[];
  /** … and whether it was, at every interface; false: a layer is too wide, or stands too near a lower rank. */
  readonly decided: boolean;
}

/** Eigenvalues of S are computed for this many hidden units with weights … */
const LARGEST_SPECTRUM = 400;
/** … entries of W times its smaller side, … */
const LARGEST_FACTORIZATION = 1e8;
/** … and the rank of a factor up to this width: together less than a second. */
const LARGEST_GRAM = 700;

/** For a linear chain (structure.ts, isLinearChain). */
export function effectiveChain(network: Network, theta: Float64Array): EffectiveChain {
  const weights = blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
  const narrow = new Map<number, NarrowInterface>();
  let decided = true;
  for (let changed = true; changed;) {
    changed = false;
    decided = true;
    for (let index = 0; index + 1 < weights.length; index++) {
      const cut = cutInterface(index, weights[index], weights[index + 1]);
      if (cut === "unknown") decided = false;
      if (typeof cut === "string") continue;
      [weights[index], weights[index + 1]] = [cut.incoming, cut.outgoing];
      narrow.set(index, { ...cut.found, width: network.layers[index].units });
      changed = true;
    }
  }
  if (narrow.size === 0) return { network, theta, narrow: [], decided };
  const layers = network.layers.map((layer, index) => ({ ...layer, units: weights[index].rows }));
  const reduced = new Float64Array(weights.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  for (const { data } of weights) {
    reduced.set(data, offset);
    offset += data.length;
  }
  return {
    network: { ...network, layers },
    theta: reduced,
    narrow: [...narrow.values()].sort((a, b) => a.index - b.index),
    decided,
  };
}

interface Cut {
  readonly found: Omit<NarrowInterface, "width">;
  readonly incoming: Matrix;
  readonly outgoing: Matrix;
}

function cutInterface(index: number, u: Matrix, v: Matrix): Cut | "as-written" | "unknown" {
  const [r, m, n] = [u.rows, u.columns, v.rows];
  if (r <= n && r <= m) return "as-written";
  if (r > n + m) return crowded(index, u, v);
  if (r > LARGEST_GRAM) return "unknown";
  const [incoming, outgoing] = [outerGram(u), innerGram(v)];
  if ((r <= m && hasFullRank(incoming)) || (r <= n && hasFullRank(outgoing))) return "as-written";
  const alive = Array.from({ length: r }, (_, j) => j).filter(
    (j) => incoming.data[j * r + j] !== 0 || outgoing.data[j * r + j] !== 0,
  );
  const k = alive.length;
  if (k > LARGEST_SPECTRUM) return "unknown";
  const s = zeros(k, k);
  alive.forEach((i, a) =>
    alive.forEach((j, b) => (s.data[a * k + b] = outgoing.data[i * r + j] - incoming.data[i * r + j])),
  );
  const scale = norm(incoming.data) + norm(outgoing.data);
  const tolerance = BALANCE_TOLERANCE;
  const values = Array.from(symmetricEigen(s).values, (value) => (scale === 0 ? 0 : value / scale));
  const positive = values.filter((value) => value > tolerance).length;
  const negative = values.filter((value) => value < -tolerance).length;
  const effective = Math.min(r, n + negative, m + positive);
  if (effective === r) return "as-written";
  const narrow = aliveFactors(u, v, alive, effective);
  if (narrow === null) return "unknown";
  const residual = Math.max(0, ...values.map(Math.abs).filter((value) => value <= tolerance));
  return { found: { index, effective, signs: { positive, negative, residual, tolerance } }, ...narrow };
}

/**
 * More hidden units than inputs and outputs together: W has at most n + m rows, so the others have no weights in its
 * row space.
 */
function crowded(index: number, u: Matrix, v: Matrix): Cut | "unknown" {
  const width = v.rows + u.columns;
  if (width > LARGEST_SPECTRUM || width * width * u.rows > LARGEST_FACTORIZATION) return "unknown";
  // Its rows lie in the span of the orthonormal columns of `left`.
  const { left } = thinSvd(transpose(stacked(u, v)));
  return {
    found: { index, effective: width, signs: null },
    incoming: multiply(transpose(left), u),
    outgoing: multiply(v, left),
  };
}

/**
 * The factors in a basis of the hidden directions that have weights, and zeros up to the effective width; null: more
 * have.
 */
function aliveFactors(
  u: Matrix,
  v: Matrix,
  alive: readonly number[],
  effective: number,
): { readonly incoming: Matrix; readonly outgoing: Matrix } | null {
  const chosen = zeros(u.rows, alive.length);
  alive.forEach((j, a) => (chosen.data[j * alive.length + a] = 1));
  let [incoming, outgoing] = [multiply(transpose(chosen), u), multiply(v, chosen)];
  if (alive.length > effective) {
    const w = stacked(incoming, outgoing);
    const rank = rankOf(w);
    if (rank > effective) return null;
    const { right } = svd(w);
    const basis = zeros(alive.length, rank);
    for (let i = 0; i < alive.length; i++)
      for (let a = 0; a < rank; a++) basis.data[i * rank + a] = right.data[i * alive.length + a];
    [incoming, outgoing] = [multiply(transpose(basis), incoming), multiply(outgoing, basis)];
  }
  return { incoming: padRows(incoming, effective), outgoing: transpose(padRows(transpose(outgoing), effective)) };
}

/** W = (V; Uᵀ). */
function stacked(u: Matrix, v: Matrix): Matrix {
  const w = zeros(v.rows + u.columns, u.rows);
  w.data.set(v.data, 0);
  w.data.set(transpose(u).data, v.data.length);
  return w;
}

/**
 * Singular values below this fraction of the largest are rounding of a product of rotations. Stricter than the rank
 * decision of math/dense/rank.ts on purpose: a direction with weights of 1e-11 is not without weights, it grows, and then
 * nothing is said.
 */
const RANK_ROUNDING = 1e-13;

function rankOf(a: Matrix): number {
  const { values } = svd(a);
  return values.filter((value) => value > RANK_ROUNDING * values[0]).length;
}

/**
 * Pivots of a Gram matrix above this fraction of the largest: singular values above its root, so full rank beyond
 * doubt.
 */
const SURE_PIVOT = 1e-8;

function hasFullRank(gram: Matrix): boolean {
  const lower = cholesky(gram);
  if (lower === null) return false;
  const pivots = Array.from({ length: gram.rows }, (_, i) => lower.data[i * gram.rows + i] ** 2);
  return Math.min(...pivots) > SURE_PIVOT * Math.max(...pivots);
}

function padRows(a: Matrix, rows: number): Matrix {
  const result = zeros(rows, a.columns);
  result.data.set(a.data, 0);
  return result;
}
