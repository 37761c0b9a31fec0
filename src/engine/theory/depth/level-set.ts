/**
 * The paths that share the laws h of a given one. Write A = S/2 + Ω, S symmetric, Ω skew: h_s = S' + [S, Ω]. So on the
 * level set Ω is any skew path and S_0 any symmetric matrix, and S follows: with the rotation dR/ds = Ω R, R_0 = I,
 *
 *   S_s = R_s (S_0 + ∫_0^s R_rᵀ h_r R_r dr) R_sᵀ,
 *   δS_s = R_s (δS_0 - ∫_0^s R_rᵀ [S_r, δΩ_r] R_r dr) R_sᵀ   to first order.
 *
 * Directions are drawn at random: δΩ = Σ_q T_q(2s - 1) K_q / (q + 1) with independent skew K_0 … K_{DEGREE}, δS_0
 * symmetric. Integrals are the grid's. Cost: N² n² per direction.
 */
import { chebyshevPolynomials } from "../../math/spectral/chebyshev";
import { squareProduct } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import { apply, type Transporter } from "../../model/path/transport";
import { lawsAlong } from "./laws";

/** δΩ at the nodes and δS_0: coordinates of the level set. */
export interface Coordinates {
  readonly skew: Float64Array;
  readonly start: Float64Array;
}

export interface LevelSet {
  /** The coordinates of the path it was made from. */
  readonly origin: Coordinates;
  /** δA at the nodes for a change of the coordinates, to first order. */
  tangent(change: Coordinates): Float64Array;
  /** The path with these coordinates. */
  pathAt(at: Coordinates): Float64Array;
}

export function levelSet(transport: Transporter, path: Float64Array): LevelSet {
  const { width, grid, run } = transport;
  const size = width * width;
  const laws = lawsAlong(transport, path);
  const skew = part(path, width, -1);
  const symmetric = part(path, width, 1).map((x) => 2 * x);
  const origin: Coordinates = { skew, start: symmetric.slice(0, size) };
  const rotationOf = (of: Float64Array): { readonly to: Float64Array; readonly back: Float64Array } => {
    const [to, unused] = [new Float64Array(of.length), new Float64Array(of.length)];
    run(of, to, unused);
    return { to, back: flipped(to, width) };
  };
  const own = rotationOf(skew);
  /** R (start + ∫ Rᵀ rate R) Rᵀ / 2 + of. */
  const assembled = (
    start: Float64Array,
    rate: Float64Array,
    rotation: { readonly to: Float64Array; readonly back: Float64Array },
    of: Float64Array,
  ): Float64Array => {
    const turned = sandwich(rotation.back, rate, rotation.to, width);
    const still = new Float64Array(turned.length);
    apply(grid.integral, turned, size, still);
    for (let i = 0; i < still.length; i++) still[i] += start[i % size];
    return sandwich(rotation.to, still, rotation.back, width).map((x, i) => x / 2 + of[i]);
  };
  return {
    origin,
    tangent: (change) => assembled(change.start, commutator(change.skew, symmetric, width), own, change.skew),
    pathAt: (at) => assembled(at.start, laws, rotationOf(at.skew), at.skew),
  };
}

/** Degree of δΩ in s: for every n >= 2 more than n² + 4 dimensions, and not more than the smallest grid can carry. */
const DEGREE = 7;

export function randomCoordinates({ width, grid, nodes }: Transporter, seed: number): Coordinates {
  const size = width * width;
  const random = randomStream(seed, "level set");
  const free = Array.from({ length: DEGREE + 1 }, (_, q) =>
    Float64Array.from({ length: size }, () => random.normal() / (q + 1)),
  );
  const values = new Float64Array(nodes * size);
  grid.nodes.forEach((s, j) => {
    const polynomials = chebyshevPolynomials(s, DEGREE + 1);
    for (let i = 0; i < size; i++)
      values[j * size + i] = free.reduce((sum, matrix, q) => sum + polynomials[q] * matrix[i], 0);
  });
  return {
    skew: part(values, width, -1),
    start: part(
      Float64Array.from({ length: size }, () => random.normal()),
      width,
      1,
    ),
  };
}

/** a + Σ factors_k b_k. */
export function combined(a: Coordinates, factors: ArrayLike<number>, b: readonly Coordinates[]): Coordinates {
  const [skew, start] = [a.skew.slice(), a.start.slice()];
  b.forEach((one, k) => {
    for (let i = 0; i < skew.length; i++) skew[i] += factors[k] * one.skew[i];
    for (let i = 0; i < start.length; i++) start[i] += factors[k] * one.start[i];
  });
  return { skew, start };
}

function flipped(blocks: Float64Array, n: number): Float64Array {
  const result = new Float64Array(blocks.length);
  for (let at = 0; at < blocks.length; at += n * n)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) result[at + j * n + i] = blocks[at + i * n + j];
  return result;
}

/** The symmetric (sign 1) or skew (sign -1) part of every block. */
function part(blocks: Float64Array, n: number, sign: 1 | -1): Float64Array {
  const other = flipped(blocks, n);
  return blocks.map((x, i) => (x + sign * other[i]) / 2);
}

/** a b c, block by block. */
function sandwich(a: Float64Array, b: Float64Array, c: Float64Array, n: number): Float64Array {
  const result = new Float64Array(b.length);
  const half = new Float64Array(n * n);
  for (let at = 0; at < b.length; at += n * n) {
    squareProduct(n, a, at, b, at, half, 0);
    squareProduct(n, half, 0, c, at, result, at);
  }
  return result;
}

/** [a, b], block by block. */
function commutator(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(a.length);
  const [ab, ba] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let at = 0; at < a.length; at += n * n) {
    squareProduct(n, a, at, b, at, ab, 0);
    squareProduct(n, b, at, a, at, ba, 0);
    for (let i = 0; i < n * n; i++) result[at + i] = ab[i] - ba[i];
  }
  return result;
}
