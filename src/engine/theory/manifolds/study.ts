/**
 * Everything about invariant manifolds of one initialization: those that contain it, those nearby, the lattice they
 * belong to, and the rank of the orbit beside them.
 *
 * What the symmetries explain: the dimension of the Lie algebra of the reduced network (laws cut its orbits down
 * further), or, where that is not known, the dimension of the manifold.
 */
import { t } from "../../findings/language";
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import { budgetOf, OPERATIONS_PER_SECOND } from "../../findings/budget";
import { telling, within, type Paced, type Progress } from "../../findings/progress";
import { isDiscrete } from "../../model/inputs";
import type { Network } from "../../model/network";
import { fixedNote } from "../../model/fixed";
import { compile, parameterCount } from "../../model/compile";
import { hiddenLayers } from "../../model/network";
import { sigmaOf } from "../../model/activations";
import { isGraph } from "../../model/structure";
import type { CountLimits } from "../laws/count";
import { countLaws } from "../laws/count";
import type { LatticeResult } from "./lattice";
import { manifoldLattice } from "./lattice";
import type { ManifoldSearch } from "./manifolds";
import { manifoldSteps } from "./manifolds";
import { neuronsOf, passWork } from "./neurons";
import type { OrbitRank } from "./orbit";
import { fieldsOf, orbitRank } from "./orbit";
import { movingBlocks } from "./partition";
import { leftByLaws } from "./parts/explained";
import { linearRanks, spaceOf, unitsOf, type RankManifold, type RankSearch } from "./parts/linear-ranks";
import { studyParts, type PartStudy } from "./parts/study";
import * as parts from "./parts/words";
import { ROUNDED_RANK } from "./rank/ties";
import { reduceNetwork, type ReducedNetwork } from "./reduce";
import {
  SOME_TOKENS,
  SOME_ARE_NOT_FINITE,
  beyondBudget,
  fadesOut,
  fewerThanExplained,
  foundTooMuch,
  leftInEquivalent,
  LINEAR_LAYERS_ROTATE,
  NO_GRAPH,
  rankNote,
} from "./words";

export interface ManifoldStudy {
  /** null: nothing was searched. */
  readonly search: ManifoldSearch | null;
  readonly note?: string;
  readonly lattice: LatticeResult;
  readonly orbit: Orbit;
  /** Of networks that are no graphs of neurons, in place of `search`. */
  readonly parts?: PartStudy;
  /** Of networks with linear layers, besides `search`: those whose weights have low rank. */
  readonly ranks?: RankSearch;
}

export interface Orbit {
  readonly dimension: Claim<number>;
  readonly explained: Claim<number>;
  readonly smallerThanExplained: boolean;
  readonly rank: OrbitRank | null;
}

/** Parameters up to which the orbit is measured: half a second while typing, some minutes when asked for. */
export const ORBIT_LIMITS = { typing: 250, patient: 2000 } as const;
const NO_LATTICE: LatticeResult = { kind: "none", why: t`The lattice is listed for networks of dense layers.` };
const STAGE: Progress = { stage: "Looking for invariant manifolds", fraction: null };
const ORBIT_SEED = 1;
/** Passes over the weights that a search takes where there is nothing to find. */
const FEWEST_PASSES = 4;

/** `generic`: dimension of the Lie algebra at a generic parameter. */
export function* studyManifolds(
  network: Network,
  theta: Float64Array,
  generic: Claim<number>,
  limits: CountLimits,
  orbitLimit: number,
): Generator<Progress, ManifoldStudy> {
  yield STAGE;
  if (!isGraph(network) || fixedNote(network) !== null) {
    const parts = yield* studyParts(network, theta, generic, limits, orbitLimit);
    const { note, orbit } = parts;
    return { search: null, ...(note === undefined ? {} : { note }), lattice: NO_LATTICE, orbit, parts };
  }
  const search = yield* searchWithin(network, theta, budgetOf("manifolds", theta.length, limits.effort));
  if (typeof search === "string")
    return {
      search: null,
      note: search,
      lattice: { kind: "none", why: search },
      orbit: noOrbit(search, unknown(search)),
    };
  const most = budgetOf("manifolds", theta.length, limits.effort);
  const mixes = hiddenLayers(network).some((layer) => rotates(network, layer));
  const ranks = mixes ? yield* telling(within(ranksBeside(network, theta, search), most), STAGE) : NO_RANKS;
  return {
    search,
    ...(ranks === null ? { note: LINEAR_LAYERS_ROTATE } : mixes ? { ranks } : {}),
    lattice: manifoldLattice(search.neurons, search.partition),
    orbit: yield* studyOrbit(network, theta, search, ranks ?? NO_RANKS, generic, limits, orbitLimit),
  };
}

const NO_RANKS: RankSearch = { manifolds: [], near: [], of: null };

/** Those ranks that say more than which neurons are tied: of the smaller network that these amount to, where there is one with the same layers. */
export function* ranksBeside(
  network: Network,
  theta: Float64Array,
  { neurons, partition, manifolds }: ManifoldSearch,
): Paced<RankSearch> {
  const smaller = manifolds.length === 0 ? null : reduceNetwork(neurons, theta, partition);
  const isWhole =
    smaller?.network.layers.length === network.layers.length &&
    parameterCount(smaller.network) === manifolds[0].dimension;
  return isWhole
    ? { ...(yield* linearRanks(smaller.network, smaller.theta, unitsOf(smaller.network))), of: smaller }
    : { ...(yield* linearRanks(network, theta, (layer) => movingBlocks(neurons, partition, layer))), of: null };
}

/** What was found, or why nothing was looked for. */
function* searchWithin(
  network: Network,
  theta: Float64Array,
  most: number,
): Generator<Progress, ManifoldSearch | string> {
  const fixed = fixedNote(network);
  if (fixed !== null) return fixed;
  const neurons = neuronsOf(network);
  if (neurons === null) return NO_GRAPH;
  if (!theta.every(Number.isFinite)) return SOME_ARE_NOT_FINITE;
  const least = FEWEST_PASSES * passWork(neurons);
  if (least > most) return beyondBudget(least / OPERATIONS_PER_SECOND, most / OPERATIONS_PER_SECOND);
  return (
    (yield* telling(within(manifoldSteps(neurons, theta), most), STAGE)) ?? foundTooMuch(most / OPERATIONS_PER_SECOND)
  );
}

/** A linear layer whose neurons every weight that meets them lets mix. */
function rotates(network: Network, layer: number): boolean {
  const wire = compile(network).wires.find(({ layers }) => layers.includes(layer));
  return wire?.allows.kind === "mixing";
}

function* studyOrbit(
  network: Network,
  theta: Float64Array,
  search: ManifoldSearch,
  { manifolds: ranks, of: smaller }: RankSearch,
  generic: Claim<number>,
  limits: CountLimits,
  orbitLimit: number,
): Generator<Progress, Orbit> {
  const parameters = parameterCount(network);
  const low = ranks.at(0);
  const tooLarge = t`The orbit is measured up to ${orbitLimit} parameters.`;
  if (parameters > orbitLimit)
    return noOrbit(tooLarge, search.manifolds.length === 0 && low === undefined ? generic : unknown(tooLarge));
  const tied = search.manifolds.length === 0 ? generic : yield* explainedBy(theta, search, limits);
  const explained = low === undefined ? tied : yield* explainedByRank(smaller ?? { network, theta }, low, tied, limits);
  if (explained.value === null) return noOrbit(parts.NOTHING_TO_COMPARE, explained);
  if (hiddenLayers(network).some((layer) => !sigmaOf(network.layers[layer].activation).analytic))
    return noOrbit(
      t`With an activation that is not analytic, gradients at finitely many inputs need not show every direction.`,
      explained,
    );
  const rank = yield* orbitRank(fieldsOf(network, ORBIT_SEED), theta, explained.value);
  if (isDiscrete(network) && rank.rank < explained.value) return noOrbit(SOME_TOKENS, explained);
  return { explained, rank, ...decide(rank, explained.value) };
}

function* explainedBy(
  theta: Float64Array,
  { neurons, partition, manifolds: [smallest] }: ManifoldSearch,
  limits: CountLimits,
): Generator<Progress, Claim<number>> {
  const reduced = reduceNetwork(neurons, theta, partition);
  const note = parts.smallest(smallest.dimension);
  const size: Claim<number> = smallest.exact
    ? { value: smallest.dimension, basis: "certified", note }
    : measured(smallest.dimension, smallest.distance, smallest.tolerance, { note });
  if (reduced === null || parameterCount(reduced.network) !== smallest.dimension) return size;
  const { lieDimension } = yield* countLaws(reduced.network, limits);
  return lieDimension.value === null || lieDimension.value >= smallest.dimension
    ? size
    : { ...lieDimension, note: leftInEquivalent(smallest.dimension) };
}

/** What laws leave of the manifold of low rank, where that is less. */
function* explainedByRank(
  { network, theta }: ReducedNetwork,
  low: RankManifold,
  tied: Claim<number>,
  { effort }: CountLimits,
): Generator<Progress, Claim<number>> {
  const most = budgetOf("manifolds", theta.length, effort);
  const left = yield* telling(within(leftByLaws(network, spaceOf(network, theta, low)), most), STAGE);
  const found = left ?? low.dimension;
  if (tied.value !== null && tied.value <= found) return tied;
  const note = `${parts.smallest(low.dimension)}${left === null ? "" : ` ${parts.LAWS_LEAVE}`}`;
  return low.distance === 0 ? certified(found, { note }) : measured(found, low.distance, ROUNDED_RANK, { note });
}

function decide(rank: OrbitRank, explained: number): Pick<Orbit, "dimension" | "smallerThanExplained"> {
  const { clear, tolerance, values, brackets } = rank;
  if (!clear)
    return {
      dimension: unknown(fadesOut(rank.rank)),
      smallerThanExplained: false,
    };
  if (rank.rank > explained)
    return {
      dimension: unknown(
        t`Measurement and theory disagree: ${rank.rank} directions were found where at most ${explained} exist.`,
      ),
      smallerThanExplained: false,
    };
  const smallest = rank.rank === 0 ? 0 : values[rank.rank - 1];
  const what = rankNote(brackets, values[0] > 0 ? smallest / values[0] : 0);
  const smaller = rank.rank < explained;
  const note = smaller ? fewerThanExplained(what, explained) : what;
  return { dimension: measured(rank.rank, smallest, tolerance, { note }), smallerThanExplained: smaller };
}

function noOrbit(note: string, explained: Claim<number>): Orbit {
  return { dimension: unknown(note), explained, smallerThanExplained: false, rank: null };
}
