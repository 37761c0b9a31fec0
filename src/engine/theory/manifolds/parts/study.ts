/**
 * Everything about the parts of one network that training cannot separate or move: the search, what symmetries and laws leave,
 * and beside it the orbit: exactly where something stands for all functions modulo a prime (orbit.ts), else measured.
 */
import { certified, measured, unknown, type Claim } from "../../../findings/claim";
import { budgetOf, OPERATIONS_PER_SECOND } from "../../../findings/budget";
import { telling, within, type Progress } from "../../../findings/progress";
import { isDiscrete } from "../../../model/inputs";
import type { Network } from "../../../model/network";
import { isAnalytic } from "../../../model/structure";
import type { CountLimits } from "../../laws/count";
import { fieldsOf, orbitRank, type OrbitRank } from "../orbit";
import { fewerThanExplained, rankNote, SOME_ARE_NOT_FINITE, SOME_TOKENS } from "../words";
import { leftByLaws } from "./explained";
import { leastWork, partSteps, type PartSearch } from "./find";
import { exactOrbit, exactOrbitWork } from "./orbit";
import * as words from "./words";

export interface PartStudy {
  /** null: nothing was searched; `note` says why. */
  readonly search: PartSearch | null;
  readonly note?: string;
  readonly orbit: PartOrbit;
}

interface PartOrbit {
  readonly dimension: Claim<number>;
  readonly explained: Claim<number>;
  readonly smallerThanExplained: boolean;
  readonly rank: OrbitRank | null;
}

const STAGE: Progress = { stage: "Looking for invariant manifolds", fraction: null };
const ORBIT: Progress = { stage: "Measuring the orbit", fraction: null };
const ORBIT_SEED = 1;

/** `generic`: dimension of the Lie algebra at a generic parameter; `orbitLimit`: parameters up to which an orbit is looked at. */
export function* studyParts(
  network: Network,
  theta: Float64Array,
  generic: Claim<number>,
  { effort }: CountLimits,
  orbitLimit: number,
): Generator<Progress, PartStudy> {
  const most = budgetOf("manifolds", theta.length, effort);
  const least = leastWork(network);
  const none = (note: string): PartStudy => ({ search: null, note, orbit: noOrbit(note, unknown(note)) });
  if (!theta.every(Number.isFinite)) return none(SOME_ARE_NOT_FINITE);
  if (least > most) return none(words.beyondBudget(least / OPERATIONS_PER_SECOND, most / OPERATIONS_PER_SECOND));
  const search = yield* telling(within(partSteps(network, theta), most), STAGE);
  if (search === null) return none(words.foundTooMuch(most / OPERATIONS_PER_SECOND));
  return { search, orbit: yield* orbitOf(network, theta, search, generic, most, orbitLimit) };
}

function* orbitOf(
  network: Network,
  theta: Float64Array,
  { space, manifolds }: PartSearch,
  generic: Claim<number>,
  most: number,
  orbitLimit: number,
): Generator<Progress, PartOrbit> {
  const tooLarge = words.orbitLimited(orbitLimit);
  const explained = manifolds.length === 0 ? generic : yield* explainedBy(network, space, most);
  if (theta.length > orbitLimit) return noOrbit(tooLarge, explained);
  const { value } = explained;
  if (value === 0)
    return {
      dimension: certified(0, { note: words.NOTHING_MOVES }),
      explained,
      smallerThanExplained: false,
      rank: null,
    };
  if (value === null) return noOrbit(words.NOTHING_TO_COMPARE, explained);
  if (exactOrbitWork(network, value) <= most) {
    const exact = yield* telling(within(exactOrbit(network, theta, value), most), ORBIT);
    if (exact?.rank === value)
      return {
        dimension: certified(value, { note: words.exactRank(exact.depth) }),
        explained,
        smallerThanExplained: false,
        rank: null,
      };
    if (exact !== null) return noOrbit(words.atLeast(exact.rank, value), explained);
  }
  if (!isAnalytic(network)) return noOrbit(words.NOT_ANALYTIC, explained);
  const rank = yield* orbitRank(fieldsOf(network, ORBIT_SEED), theta, value);
  if (isDiscrete(network) && rank.rank < value) return noOrbit(SOME_TOKENS, explained);
  return { explained, rank, ...decide(rank, value) };
}

/** At most so many directions: the space's dimension, less the laws that are independent on it. */
function* explainedBy(network: Network, space: PartSearch["space"], most: number): Generator<Progress, Claim<number>> {
  const left = yield* telling(within(leftByLaws(network, space), most), ORBIT);
  const note = words.smallest(space.dimension);
  return left === null
    ? certified(space.dimension, { note })
    : certified(left, { note: `${note} ${words.LAWS_LEAVE}` });
}

function decide(rank: OrbitRank, explained: number): Pick<PartOrbit, "dimension" | "smallerThanExplained"> {
  const { clear, tolerance, values, brackets } = rank;
  if (!clear || rank.rank > explained) return { dimension: unknown(words.NO_GAP), smallerThanExplained: false };
  const least = rank.rank === 0 ? 0 : values[rank.rank - 1];
  const what = rankNote(brackets, values[0] > 0 ? least / values[0] : 0);
  const smaller = rank.rank < explained;
  const note = smaller ? fewerThanExplained(what, explained) : what;
  return { dimension: measured(rank.rank, least, tolerance, { note }), smallerThanExplained: smaller };
}

function noOrbit(note: string, explained: Claim<number>): PartOrbit {
  return { dimension: unknown(note), explained, smallerThanExplained: false, rank: null };
}
