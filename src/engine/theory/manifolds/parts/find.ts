/**
 * The invariant manifolds that contain theta, of networks that are no graphs of neurons: parts that are copies of each other, what is 0 or
 * frozen for ever, and wires of low rank. The smallest one, and those of its groups one by one.
 */
import type { Paced } from "../../../findings/progress";
import { finished } from "../../../findings/progress";
import { PRIMES } from "../../../math/modular/field";
import { randomStream } from "../../../math/random/streams";
import type { Block } from "../../../model/block";
import { compile, parameterCount } from "../../../model/compile";
import type { Exchangeable } from "../../../model/exchange";
import type { Network } from "../../../model/network";
import { fewerParts, type Fewer } from "./fewer";
import { formalFields, formalWork } from "./formal";
import { rankTies, tiesWork, type RankTie } from "../rank/ties";
import { formsWith, groupsIn, lowRank, partsOfNetwork, type PartGroup } from "./groups";
import { nearGroups, nearlyTied, type NearPart } from "./near";
import {
  coarsestSpace,
  invariantSpace,
  movingClasses,
  NO_FORMS,
  onClasses,
  tiedOnly,
  ZERO,
  type Forms,
  type Space,
} from "./space";

export interface PartManifold {
  readonly groups: readonly PartGroup[];
  readonly dimension: number;
  /** 0; of a rank that is low but for rounding, what is beyond it, relative to the weights concerned. */
  readonly distance: number;
}

export interface PartSearch {
  readonly space: Space;
  /** Smallest first; none where the smallest is the whole space. */
  readonly manifolds: readonly PartManifold[];
  /** Parts that are nearly tied, or nearly at rest, and wires whose rank is nearly low. */
  readonly near: readonly NearPart[];
  /** Of the parts of the smallest one: which layers compute the same with fewer of them. */
  readonly fewer: readonly Fewer[];
  /** How many more parts look nearly tied; they were not measured. */
  readonly nearMore: number;
  /** Tensors that are 0 and move at once, and others that no gradient reaches until they have; `null`: none waits. */
  readonly beginning: Beginning | null;
}

interface Beginning {
  readonly first: readonly Block[];
  readonly later: readonly Block[];
}

/** Groups that get an entry of their own, besides the smallest manifold. */
const MOST_LISTED = 12;
const SEED = 1;

/** Operations of a search that finds nothing. */
export function leastWork(network: Network): number {
  return FEWEST_DRAWS * roundWork(network) + tiesWork(network);
}

/** Of each prime: of generic weights, of zeros and others as they stand, and of the space. */
const FEWEST_DRAWS = 6;

function roundWork(network: Network): number {
  return formalWork(network) + PER_ENTRY * parameterCount(network);
}

/** At once; of finite weights. */
export function findParts(network: Network, theta: Float64Array): PartSearch {
  return finished(partSteps(network, theta));
}

/** With a pause after every draw. */
export function* partSteps(network: Network, theta: Float64Array): Paced<PartSearch> {
  const fields = formalFields(network);
  const work = roundWork(network);
  const random = randomStream(SEED, "parts");
  const generic = yield* invariantSpace(fields, tiedOnly(coarsestSpace(theta), []), random, work);
  const coarsest = coarsestSpace(theta);
  const waits = yield* resting(fields, coarsest, random, work);
  const ties = yield* rankTies(network, theta);
  const tied = yield* invariantSpace(fields, coarsest, random, work, { generic });
  // Where copies or zeros say it already, nothing is gained.
  const exact = ties.filter((tie) => tie.holds === "exact" && cuts(tied, formsWith(theta, [tie])));
  const space =
    exact.length === 0
      ? tied
      : yield* invariantSpace(fields, coarsest, random, work, { generic, forms: formsWith(theta, exact) });
  const beginning = beginningOf(network, coarsest.classOf, waits, space);
  const families = partsOfNetwork(network);
  const { near, more: nearMore } = yield* nearOf(network, families, theta, function* (other) {
    const own = yield* invariantSpace(fields, coarsestSpace(other), randomStream(SEED, "near parts"), work, {
      generic,
    });
    return own.dimension < tied.dimension ? { own, groups: groupsIn(network, families, own, generic.frozen) } : null;
  });
  const touched = new Set(near.flatMap(({ group }) => group.positions));
  // Copies have low rank where they mix, and rows that are 0.
  const nearRanks = ties.filter(
    ({ holds, channels }) => holds === "near" && !channels.some((own) => own.some((i) => touched.has(i))),
  );
  const allNear = [...near, ...nearRanks.map((tie) => ({ group: lowRank(tie), distance: tie.distance }))];
  const rounded = roundedTo(generic, theta, ties, space.dimension === generic.dimension);
  if (space.dimension === generic.dimension)
    return { space, manifolds: smallestFirst(rounded), fewer: [], near: allNear, nearMore, beginning };
  // Where ranks leave no more, what is equal on top of that is so because of them.
  const low = exact.length > 0 && generic.dimension - rankOn(generic, formsWith(theta, exact)) === space.dimension;
  const parts = low ? [] : groupsIn(network, families, space, generic.frozen);
  const groups = [...parts, ...exact.map(lowRank)];
  const whole = { groups, dimension: space.dimension, distance: 0 };
  const single: PartManifold[] = [];
  if (groups.length > 1) {
    for (const group of groups.slice(0, MOST_LISTED)) {
      const forms = group.tie === undefined ? NO_FORMS : formsWith(theta, [group.tie]);
      const own = yield* invariantSpace(fields, tiedOnly(space, group.positions), random, work, { generic, forms });
      const holds = group.positions.every((i) => (own.classOf[i] === ZERO) === (space.classOf[i] === ZERO));
      // Another group may be what holds this one.
      if (holds && own.dimension < generic.dimension && own.dimension > space.dimension)
        single.push({ groups: [group], dimension: own.dimension, distance: 0 });
    }
  }
  const fewer = yield* fewerParts(network, families, theta, parts, work);
  return { space, manifolds: smallestFirst([whole, ...single, ...rounded]), fewer, near: allNear, nearMore, beginning };
}

/** What would be tied if what is nearly so were. */
function* nearOf(
  network: Network,
  families: readonly Exchangeable[],
  theta: Float64Array,
  spaceAt: (other: Float64Array) => Paced<{ readonly own: Space; readonly groups: readonly PartGroup[] } | null>,
): Paced<ReturnType<typeof nearGroups>> {
  const tied = yield* nearlyTied(network, families, theta);
  const found = tied === null ? null : yield* spaceAt(tied);
  return tied === null || found === null ? { near: [], more: 0 } : nearGroups(found.groups, found.own, theta, tied);
}

/**
 * Those of ranks that are low but for rounding. Other numbers than those of theta stand for their spans, so they are told by themselves,
 * `together` only where nothing else ties what they meet.
 */
function roundedTo(generic: Space, theta: Float64Array, all: readonly RankTie[], together: boolean): PartManifold[] {
  const ties = all.filter(({ holds }) => holds === "rounded");
  const sets = together && ties.length > 1 ? [ties, ...ties.map((tie) => [tie])] : ties.map((tie) => [tie]);
  return sets.map((own) => ({
    groups: own.map(lowRank),
    dimension: generic.dimension - rankOn(generic, formsWith(theta, own)),
    distance: Math.max(...own.map(({ distance }) => distance)),
  }));
}

function smallestFirst(manifolds: readonly PartManifold[]): PartManifold[] {
  return manifolds.toSorted((a, b) => a.dimension - b.dimension);
}

/** How many directions of the space they take. */
function rankOn(space: Space, forms: Forms): number {
  const [prime] = PRIMES;
  const names = movingClasses(space);
  return onClasses(space, forms(prime), prime, names, names.size).rows.length;
}

function cuts(space: Space, forms: Forms): boolean {
  return rankOn(space, forms) > 0;
}

/** Keys and maps of an entry, for each draw. */
const PER_ENTRY = 500;

function beginningOf(
  network: Network,
  start: Int32Array,
  waits: Uint8Array,
  { classOf, frozen }: Space,
): Beginning | null {
  const each = (block: Block, test: (i: number) => boolean): boolean => {
    for (let i = block.offset; i < block.offset + block.rows * block.columns; i++) if (!test(i)) return false;
    return true;
  };
  const moves = (i: number): boolean => classOf[i] !== ZERO && frozen[i] === 0;
  const { blocks } = compile(network);
  const later = blocks.filter((block) => each(block, (i) => waits[i] === 1 && moves(i)));
  const first = blocks.filter((block) => each(block, (i) => start[i] === ZERO && waits[i] === 0));
  return later.length === 0 || first.length === 0 ? null : { first, later };
}

/** Which numbers no gradient moves at a random point of this space. */
function* resting(
  fields: ReturnType<typeof formalFields>,
  space: Parameters<typeof invariantSpace>[1],
  random: Parameters<typeof invariantSpace>[2],
  work: number,
): Paced<Uint8Array> {
  const still = new Uint8Array(space.classOf.length).fill(1);
  for (const { draw, prime } of fields) {
    for (const gradient of draw(zeroKept(space, prime, random), random))
      gradient.forEach((x, i) => {
        if (x !== 0) still[i] = 0;
      });
    yield work;
  }
  return still;
}

/** A random point that is 0 where the start is, and otherwise anything: equal numbers need not stay so. */
function zeroKept(
  { classOf }: Parameters<typeof invariantSpace>[1],
  prime: number,
  random: Parameters<typeof invariantSpace>[2],
): Float64Array {
  return Float64Array.from(classOf, (own) => (own === ZERO ? 0 : 1 + random.integer(prime - 1)));
}
