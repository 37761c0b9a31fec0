/**
 * Wires of low rank. On a wire that every invertible T may change (a linear hidden layer, the rows of a head, the numbers between the
 * two matrices of an adapter, the state of a linear recurrent net) let U be the span of all columns that are written and all rows
 * that are read, P the orthogonal projection onto U, and T = 2P - I. T is orthogonal, so it acts on theta by an isometry that
 * leaves the function unchanged, and theta is one of its fixed points: they are
 *   { theta : (I - P) writers = 0,  readers (I - P) = 0 },
 * and gradient flow, whose field is the same as seen by T, never leaves them, whatever the data and the loss. With n channels, m lines of weights and
 * dim U = r that takes (n - r) m dimensions away (of a recurrent matrix, which has its lines on both sides, n² - r²).
 * For r = min(n, m) every theta is on such a set, and nothing is said.
 *
 * M is the n x m matrix of all lines. Its rank is exact where it is the same modulo two primes (doubles are whole numbers times powers of
 * 2; a rank modulo a prime is never larger than the rational one, and smaller only where the prime divides all its minors); else its
 * singular values say whether it is low but for rounding, or nearly.
 *
 * Cost: n² m for each, where nothing is low n³ modulo one prime.
 */
import { pauses, type Paced } from "../../../findings/progress";
import { zeros, type Matrix } from "../../../math/dense/matrix";
import { rankWork, spectrumSteps } from "../../../math/dense/rank";
import { createEchelon, insert, solution, type Echelon } from "../../../math/modular/echelon";
import { PRIMES, residueOf } from "../../../math/modular/field";
import { randomStream } from "../../../math/random/streams";
import { partsOf } from "../../../model/changes";
import type { Network } from "../../../model/network";
import type { Touch } from "../../../model/wires";
import { sitesOf, type Site } from "../../laws/sites";

export interface RankTie {
  readonly layer: number;
  /** Which of the layer's wires; `null`: that of its units. */
  readonly inner: string | null;
  readonly touches: readonly Touch[];
  /** Per channel the places of its weights in theta, line by line. */
  readonly channels: readonly Int32Array[];
  readonly rank: number;
  /** The largest that there can be. */
  readonly full: number;
  /** "exact": of the doubles as they are; "rounded": but for their rounding; "near": but for less than NEAR_RANK. */
  readonly holds: "exact" | "rounded" | "near";
  /** Norm of what is beyond the rank, relative to all; 0 where exact. */
  readonly distance: number;
}

/** Singular values below this part of the matrix's norm are rounding: of weights that were multiplied out in doubles. */
export const ROUNDED_RANK = 1e-12;
/**
 * Those below this part of what the smallest one of a square matrix with random entries of the same size is, norm / (n m^½), are nearly
 * 0: a draw at random comes so close about once in ten thousand.
 */
const NEAR_RANK = 1e-4;
/** Operations for one entry: its residue, or what it takes to look it up. */
const PER_ENTRY = 500;
const SEED = 4;

/** Operations where nothing is low. */
export function tiesWork(network: Network): number {
  return wiresOf(network).reduce((sum, { channels }) => sum + workOf(channels), 0);
}

/** In the order of the layers. Of finite weights. */
export function* rankTies(network: Network, theta: Float64Array): Paced<RankTie[]> {
  const ties: RankTie[] = [];
  for (const { site, channels } of wiresOf(network)) {
    const found = yield* rankOf(channels, theta);
    if (found === null) continue;
    const { layer, inner, incoming, outgoing } = site;
    ties.push({ layer, inner, touches: [...incoming, ...outgoing], channels, ...found });
  }
  return ties;
}

/**
 * Linear forms that vanish on the fixed points:  sum by[j] theta[at[j]] = 0  modulo the prime. Of a rank that is not exact those of some
 * other U of the same dimension.
 */
export interface Form {
  readonly at: Int32Array;
  readonly by: Float64Array;
}

export function* formsOf({ channels, rank, holds }: RankTie, theta: Float64Array, prime: number): Generator<Form> {
  const lines = channels[0].length;
  const echelon = createEchelon(prime, channels.length);
  const random = randomStream(SEED, "ranks");
  for (let c = 0; c < lines && echelon.rows.length < rank; c++)
    insert(
      echelon,
      Float64Array.from(channels, (own) =>
        holds === "exact" ? residueOf(theta[own[c]], prime) : 1 + random.integer(prime - 1),
      ),
    );
  for (const by of kernelOf(echelon))
    for (let c = 0; c < lines; c++) yield { at: Int32Array.from(channels, (own) => own[c]), by };
}

function* kernelOf(echelon: Echelon): Generator<Float64Array> {
  const pivots = new Set(echelon.pivots);
  for (let free = 0; free < echelon.dimension; free++)
    if (!pivots.has(free)) yield solution(echelon, (j) => (j === free ? 1 : 0));
}

interface MixedWire {
  readonly site: Site;
  readonly channels: readonly Int32Array[];
}

/** Of one channel alone there is nothing between 0 and full rank. */
function wiresOf(network: Network): MixedWire[] {
  return sitesOf(network).flatMap((site): MixedWire[] => {
    const { allows, size, incoming, outgoing, dead } = site;
    if (dead || allows.kind !== "mixing" || incoming.length === 0 || outgoing.length === 0) return [];
    return partsOf(allows.parts, size)
      .map((part) =>
        part.map((j) => Int32Array.from([...incoming, ...outgoing].flatMap((touch) => weightsOf(touch, j)))),
      )
      .filter((channels) => channels.length > 1 && channels[0].length > 1)
      .map((channels) => ({ site, channels }));
  });
}

function weightsOf({ block: { offset }, port: { lines, at } }: Touch, channel: number): number[] {
  return Array.from({ length: lines }, (_, c) => offset + at(channel, c));
}

function workOf(channels: readonly Int32Array[]): number {
  const [n, m] = [channels.length, channels[0].length];
  return Math.min(n, m) * (n * Math.min(n, m) + PER_ENTRY * n) + rankWork(m, n);
}

/** `null`: full. */
function* rankOf(
  channels: readonly Int32Array[],
  theta: Float64Array,
): Paced<Pick<RankTie, "rank" | "full" | "holds" | "distance"> | null> {
  const [n, m] = [channels.length, channels[0].length];
  const full = Math.min(n, m);
  const first = yield* rankModulo(PRIMES[0], channels, theta, full);
  if (first < full) {
    const second = yield* rankModulo(PRIMES[1], channels, theta, full);
    // Nothing but zeros is no matter of rank.
    if (second === first) return first === 0 ? null : { rank: first, full, holds: "exact", distance: 0 };
  }
  const { singularValues } = yield* spectrumSteps(matrixOf(channels, theta));
  const norm = Math.hypot(...singularValues);
  for (const [holds, least] of [
    ["rounded", ROUNDED_RANK],
    ["near", NEAR_RANK / (n * Math.sqrt(m))],
  ] as const) {
    const rank = singularValues.filter((value) => value > least * norm).length;
    if (rank > 0 && rank < full)
      return { rank, full, holds, distance: Math.hypot(...singularValues.subarray(rank)) / norm };
  }
  return null;
}

function* rankModulo(prime: number, channels: readonly Int32Array[], theta: Float64Array, full: number): Paced<number> {
  const echelon = createEchelon(prime, channels.length);
  const pause = pauses();
  for (let c = 0; c < channels[0].length && echelon.rows.length < full; c++) {
    insert(
      echelon,
      Float64Array.from(channels, (own) => residueOf(theta[own[c]], prime)),
    );
    yield* pause(channels.length * (echelon.rows.length + PER_ENTRY));
  }
  return echelon.rows.length;
}

function matrixOf(channels: readonly Int32Array[], theta: Float64Array): Matrix {
  const m = channels[0].length;
  const matrix = zeros(channels.length, m);
  channels.forEach((own, j) => own.forEach((at, c) => (matrix.data[j * m + c] = theta[at])));
  return matrix;
}
