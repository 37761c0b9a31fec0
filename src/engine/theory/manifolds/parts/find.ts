/**
 * The invariant manifolds that contain theta, of networks that are no graphs of neurons: parts that are copies of each other, and
 * what is 0 or frozen for ever. The smallest one, and those of its groups one by one.
 */
import type { Paced } from "../../../findings/progress";
import { finished } from "../../../findings/progress";
import { randomStream } from "../../../math/random/streams";
import type { Network } from "../../../model/network";
import { formalFields, formalWork } from "./formal";
import { groupsIn, partsOfNetwork, type PartGroup } from "./groups";
import { coarsestSpace, invariantSpace, tiedOnly, ZERO, type Space } from "./space";

export interface PartManifold {
  readonly groups: readonly PartGroup[];
  readonly dimension: number;
}

export interface PartSearch {
  readonly space: Space;
  /** Smallest first; none where the smallest is the whole space. */
  readonly manifolds: readonly PartManifold[];
  /** At the start itself: numbers that no gradient moves, though they will move. */
  readonly waiting: Uint8Array;
}

/** Groups that get an entry of their own, besides the smallest manifold. */
const MOST_LISTED = 12;
const SEED = 1;

/** At once; of finite weights. */
export function findParts(network: Network, theta: Float64Array): PartSearch {
  return finished(partSteps(network, theta));
}

/** With a pause after every draw. */
export function* partSteps(network: Network, theta: Float64Array): Paced<PartSearch> {
  const fields = formalFields(network);
  const work = formalWork(network) + PER_ENTRY * theta.length;
  const random = randomStream(SEED, "parts");
  const generic = yield* invariantSpace(fields, tiedOnly(coarsestSpace(theta), []), random, work);
  const coarsest = coarsestSpace(theta);
  const waits = yield* resting(fields, coarsest, random, work);
  const space = yield* invariantSpace(fields, coarsest, random, work);
  const waiting = waits.map((one, i) => (one === 1 && space.classOf[i] !== ZERO && space.frozen[i] === 0 ? 1 : 0));
  if (space.dimension === generic.dimension) return { space, manifolds: [], waiting };
  const groups = groupsIn(network, partsOfNetwork(network), space, generic.frozen);
  const whole = { groups, dimension: space.dimension };
  const single: PartManifold[] = [];
  if (groups.length > 1)
    for (const group of groups.slice(0, MOST_LISTED)) {
      const own = yield* invariantSpace(fields, tiedOnly(space, group.positions), random, work);
      const holds = group.positions.every((i) => (own.classOf[i] === ZERO) === (space.classOf[i] === ZERO));
      // Another group may be what holds this one.
      if (holds && own.dimension < generic.dimension && own.dimension > space.dimension)
        single.push({ groups: [group], dimension: own.dimension });
    }
  return { space, manifolds: [whole, ...single.toSorted((a, b) => a.dimension - b.dimension)], waiting };
}

/** Keys and maps of an entry, for each draw. */
const PER_ENTRY = 500;

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
