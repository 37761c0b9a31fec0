/**
 * Parts that are nearly copies, nearly 0, or nearly without any gradient. Two parts a and b (model/exchange.ts) are near each other where
 *   |a - S b| <= NEAR_TOLERANCE |(a, b)|,  S = ±1 for each tensor of theirs;
 * a tensor of a part, or all of it, is nearly 0 where its root mean square is below NEAR_TOLERANCE of that of all weights. Weights that are near are
 * made equal, or 0, and the smallest invariant space of what comes out (space.ts) says which of these ties would stay: so that nothing is told of
 * parts that are near each other and that nothing would tie. The distance to it is that from the means of its classes.
 *
 * Cost: parts of nearly the same norm are compared, up to the number that tells them apart; a search more where some are near.
 */
import { pauses, type Paced } from "../../../findings/progress";
import { norm } from "../../../math/dense/matrix";
import { compile } from "../../../model/compile";
import type { Exchangeable, Piece } from "../../../model/exchange";
import type { Network } from "../../../model/network";
import { NEAR_TOLERANCE } from "../find";
import type { PartGroup } from "./groups";
import { ZERO, type Space } from "./space";

export interface NearPart {
  readonly group: PartGroup;
  /** Relative to the norm of the weights concerned; of zeros, to what as many weights of the network have for a norm. */
  readonly distance: number;
}

/** Theta with ties in place of near ties; `null`: there are none. */
export function* nearlyTied(
  network: Network,
  families: readonly Exchangeable[],
  theta: Float64Array,
): Paced<Float64Array | null> {
  const tied = theta.slice();
  const nothing = NEAR_TOLERANCE * sizeOf(theta);
  const clear = (positions: readonly number[]): void => {
    if (norm(valuesAt(theta, positions)) > nothing * Math.sqrt(positions.length)) return;
    for (const i of positions) tied[i] = 0;
  };
  for (const { offset, rows, columns } of compile(network).blocks)
    clear(Array.from({ length: rows * columns }, (_, k) => offset + k));
  for (const { parts } of families) for (const pieces of parts) for (const { positions } of pieces) clear(positions);
  for (const { parts } of families) yield* tieCopies(parts, tied);
  return tied.every((value, i) => value === theta[i]) ? null : tied;
}

/** Those groups that a point of the space, `tied`, has and theta has not: the first ones, and how many more there are. */
export function nearGroups(
  all: readonly PartGroup[],
  space: Space,
  theta: Float64Array,
  tied: Float64Array,
): { readonly near: readonly NearPart[]; readonly more: number } {
  const means = meansOf(space, theta);
  const typical = sizeOf(theta);
  const groups = all.filter(({ positions }) => positions.some((i) => tied[i] !== theta[i]));
  const near = groups
    .slice(0, MOST_MEASURED)
    .map((group): NearPart => {
      const ties = group.positions.filter((i) => space.frozen[i] === 0);
      const off = norm(Float64Array.from(ties, (i) => theta[i] - means[i]));
      const rests = ties.every((i) => space.classOf[i] === ZERO);
      const whole = rests ? typical * Math.sqrt(ties.length) : norm(valuesAt(theta, ties));
      return { group, distance: whole === 0 ? 0 : off / whole };
    })
    .filter(({ distance }) => distance > 0);
  return { near, more: Math.max(0, groups.length - MOST_MEASURED) };
}

const MOST_MEASURED = 24;

interface Sized {
  readonly part: number;
  readonly size: number;
}

/** Each part that is near another one becomes its copy, up to signs. */
function* tieCopies(parts: readonly (readonly Piece[])[], tied: Float64Array): Paced<void> {
  const pause = pauses();
  const sizes = parts
    .map((pieces, part): Sized => ({
      part,
      size: norm(
        valuesAt(
          tied,
          pieces.flatMap((one) => one.positions),
        ),
      ),
    }))
    .filter(({ part, size }) => size > 0 && parts[part].reduce((sum, one) => sum + one.positions.length, 0) > 1)
    .toSorted((a, b) => a.size - b.size);
  const done = new Set<number>();
  for (let k = 0; k < sizes.length; k++) {
    const leader = sizes[k];
    if (done.has(leader.part)) continue;
    for (let l = k + 1; l < sizes.length && sizes[l].size - leader.size <= 2 * NEAR_TOLERANCE * sizes[l].size; l++) {
      const { part, size } = sizes[l];
      const pairs = done.has(part) ? [] : pairsOf(parts[leader.part], parts[part], leader.part, part);
      yield* pause(PER_PAIR);
      const signs = pairs.map(({ a, b }) => signBetween(tied, a, b));
      if (pairs.length === 0 || !isNear(tied, pairs, signs, NEAR_TOLERANCE * Math.hypot(size, leader.size))) continue;
      done.add(part);
      pairs.forEach(({ a, b }, m) => {
        a.forEach((from, i) => {
          tied[b[i]] = tied[from] === 0 ? 0 : signs[m] * tied[from];
        });
      });
    }
  }
}

/** Operations of a comparison that fails soon. */
const PER_PAIR = 500;

interface Pair {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** The weights of two parts as they correspond: what either has for the other comes second, behind what it has for itself. */
function pairsOf(first: readonly Piece[], second: readonly Piece[], a: number, b: number): Pair[] {
  const turned = ({ positions, mutual }: Piece, own: number, other: number): readonly number[] => {
    if (mutual !== true) return positions;
    const place = 1 + (other < own ? other : other - 1);
    return [positions[0], positions[place], ...positions.filter((_, i) => i !== 0 && i !== place)];
  };
  return first.map((piece, m) => ({ a: turned(piece, a, b), b: turned(second[m], b, a) }));
}

/** By the number that is largest in the first one. */
function signBetween(theta: Float64Array, a: readonly number[], b: readonly number[]): 1 | -1 {
  let most = 0;
  a.forEach((at, i) => {
    if (Math.abs(theta[at]) > Math.abs(theta[a[most]])) most = i;
  });
  return a.length > 0 && theta[a[most]] * theta[b[most]] < 0 ? -1 : 1;
}

function isNear(theta: Float64Array, pairs: readonly Pair[], signs: readonly number[], most: number): boolean {
  let squares = 0;
  for (const [m, { a, b }] of pairs.entries())
    for (let i = 0; i < a.length; i++) {
      squares += (theta[a[i]] - signs[m] * theta[b[i]]) ** 2;
      if (squares > most * most) return false;
    }
  return true;
}

/** The nearest point of the space. */
function meansOf({ classOf, signs, classes }: Space, theta: Float64Array): Float64Array {
  const sums = new Float64Array(classes);
  const counts = new Float64Array(classes);
  classOf.forEach((own, i) => {
    if (own === ZERO) return;
    sums[own] += signs[i] * theta[i];
    counts[own] += 1;
  });
  return Float64Array.from(classOf, (own, i) => (own === ZERO ? 0 : (signs[i] * sums[own]) / counts[own]));
}

function valuesAt(theta: Float64Array, positions: readonly number[]): Float64Array {
  return Float64Array.from(positions, (i) => theta[i]);
}

/** Root mean square. */
function sizeOf(theta: Float64Array): number {
  return norm(theta) / Math.sqrt(theta.length);
}
