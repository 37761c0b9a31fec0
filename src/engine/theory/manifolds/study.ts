/**
 * Everything about invariant manifolds of one initialization: those that contain it, those nearby, the lattice they
 * belong to, and the rank of the orbit beside them.
 *
 * What the symmetries explain: the dimension of the Lie algebra of the reduced network (laws cut its orbits down
 * further), or, where that is not known, the dimension of the manifold.
 */
import type { Claim } from "../../findings/claim";
import { measured, unknown } from "../../findings/claim";
import { telling, type Progress } from "../../findings/progress";
import type { Network } from "../../model/network";
import { fixedNote } from "../../model/fixed";
import { compile, parameterCount } from "../../model/compile";
import { hiddenLayers } from "../../model/network";
import { sigmaOf } from "../../model/activations";
import type { CountLimits } from "../laws/count";
import { countLaws } from "../laws/count";
import type { LatticeResult } from "./lattice";
import { manifoldLattice } from "./lattice";
import type { ManifoldSearch } from "./manifolds";
import { manifoldSteps } from "./manifolds";
import type { OrbitRank } from "./orbit";
import { fieldsOf, orbitRank } from "./orbit";
import { reduceNetwork } from "./reduce";
import { LINEAR_LAYERS_ROTATE, NO_GRAPH, fadesOut, fewerThanExplained, rankNote } from "./words";

export interface ManifoldStudy {
  /** null: nothing was searched. */
  readonly search: ManifoldSearch | null;
  readonly note?: string;
  readonly lattice: LatticeResult;
  readonly orbit: Orbit;
}

export interface Orbit {
  readonly dimension: Claim<number>;
  readonly explained: Claim<number>;
  readonly smallerThanExplained: boolean;
  readonly rank: OrbitRank | null;
}

/** Parameters up to which the orbit is measured: half a second while typing, some minutes when asked for. */
export const ORBIT_LIMITS = { typing: 250, patient: 2000 } as const;
const STAGE: Progress = { stage: "Looking for invariant manifolds", fraction: null };
const ORBIT_SEED = 1;
/** Hidden neurons whose weights are compared: about a second. */
const MOST_NEURONS = 30_000;

/** `generic`: dimension of the Lie algebra at a generic parameter. */
export function* studyManifolds(
  network: Network,
  theta: Float64Array,
  generic: Claim<number>,
  limits: CountLimits,
  orbitLimit: number,
): Generator<Progress, ManifoldStudy> {
  yield STAGE;
  const neurons = hiddenLayers(network).reduce((sum, layer) => sum + network.layers[layer].units, 0);
  const tooMany =
    neurons > MOST_NEURONS
      ? `Manifolds are looked for up to ${MOST_NEURONS} hidden neurons; here are ${neurons}.`
      : null;
  const fixed = fixedNote(network) ?? tooMany;
  const search = fixed === null ? yield* telling(manifoldSteps(network, theta), STAGE) : null;
  if (search === null) {
    const note = fixed ?? (theta.every(Number.isFinite) ? NO_GRAPH : "Some weights are not finite.");
    return { search, note, lattice: { kind: "none", why: note }, orbit: noOrbit(note, unknown(note)) };
  }
  return {
    search,
    ...(hiddenLayers(network).some((layer) => rotates(network, layer)) ? { note: LINEAR_LAYERS_ROTATE } : {}),
    lattice: manifoldLattice(search.neurons, search.partition),
    orbit: yield* studyOrbit(network, theta, search, generic, limits, orbitLimit),
  };
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
  generic: Claim<number>,
  limits: CountLimits,
  orbitLimit: number,
): Generator<Progress, Orbit> {
  const parameters = parameterCount(network);
  const tooLarge = `The orbit is measured up to ${orbitLimit} parameters.`;
  if (parameters > orbitLimit) return noOrbit(tooLarge, search.manifolds.length === 0 ? generic : unknown(tooLarge));
  const explained = search.manifolds.length === 0 ? generic : yield* explainedBy(theta, search, limits);
  if (explained.value === null)
    return noOrbit("What the symmetries explain is not known, so that there is nothing to compare with.", explained);
  if (hiddenLayers(network).some((layer) => !sigmaOf(network.layers[layer].activation).analytic))
    return noOrbit(
      "With a piecewise linear activation, gradients at finitely many inputs need not show every direction.",
      explained,
    );
  const rank = yield* orbitRank(fieldsOf(network, ORBIT_SEED), theta, explained.value);
  return { explained, rank, ...decide(rank, explained.value) };
}

function* explainedBy(
  theta: Float64Array,
  { neurons, partition, manifolds: [smallest] }: ManifoldSearch,
  limits: CountLimits,
): Generator<Progress, Claim<number>> {
  const reduced = reduceNetwork(neurons, theta, partition);
  const note = `The smallest manifold has dimension ${smallest.dimension}`;
  const size: Claim<number> = smallest.exact
    ? { value: smallest.dimension, basis: "certified", note: `${note}.` }
    : measured(smallest.dimension, smallest.distance, smallest.tolerance, { note: `${note}.` });
  if (reduced === null || parameterCount(reduced.network) !== smallest.dimension) return size;
  const { lieDimension } = yield* countLaws(reduced.network, limits);
  return lieDimension.value === null || lieDimension.value >= smallest.dimension
    ? size
    : { ...lieDimension, note: `${note}; the conservation laws of the equivalent network leave this.` };
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
        `Measurement and theory disagree: ${rank.rank} directions were found where at most ${explained} exist.`,
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
