/**
 * The invariant manifolds of partition.ts that contain theta: the smallest one, and those of its groups one by one; and
 * groups that are not on one but near.
 */
import { finished, type Paced } from "../../findings/progress";
import type { Network } from "../../model/network";
import { findNearPartition, findPartition, NEAR_TOLERANCE, SUM_TOLERANCE } from "./find";
import type { Group, GroupKind } from "./groups";
import { alone, groupsOf, kindOf, neuronsIn } from "./groups";
import type { Inspection } from "./inspect";
import { inspect } from "./inspect";
import type { Neurons } from "./neurons";
import { neuronsOf, partWork } from "./neurons";
import type { Partition } from "./partition";
import { dimensionOf, movingBlocks } from "./partition";

export interface Manifold {
  /** That of its groups; "several" when they differ. */
  readonly kind: GroupKind | "several";
  readonly groups: readonly Group[];
  /** With the gains of homogeneous neurons as they are at theta. */
  readonly partition: Partition;
  readonly dimension: number;
  /** Moving neurons per layer, the inputs first. */
  readonly equivalentWidths: readonly number[];
  /** Distance to where the ties hold, relative to the norm of the weights of the neurons they tie. */
  readonly distance: number;
  /** Every tie is an equality of doubles; else some are equalities of sums or ratios up to rounding. */
  readonly exact: boolean;
  /** Of the distance, where not exact. */
  readonly tolerance: number;
}

export interface ManifoldSearch {
  readonly neurons: Neurons;
  /** The coarsest one that holds at theta. */
  readonly partition: Partition;
  /** Smallest first; none when every neuron goes its own way. */
  readonly manifolds: readonly Manifold[];
  /** Groups that nearly stay together, each by itself. */
  readonly near: readonly NearGroup[];
  /** Groups that look so too, beyond the first ones, and were not measured. */
  readonly nearMore: number;
}

export interface NearGroup {
  readonly group: Group;
  /** Relative to the norm of the group's weights. */
  readonly distance: number;
}

/** Groups that get an entry of their own, besides the smallest manifold; and groups that are nearly tied. */
const MOST_LISTED = 24;

/** null for networks that are no graphs of neurons (neurons.ts), and for weights that are not finite. Cost: a few passes over the weights; see refine.ts. */
export function findManifolds(network: Network, given: Float64Array): ManifoldSearch | null {
  const neurons = neuronsOf(network);
  return neurons === null || !given.every(Number.isFinite) ? null : finished(manifoldSteps(neurons, given));
}

/** The same with a pause after every pass; of finite weights. */
export function* manifoldSteps(neurons: Neurons, given: Float64Array): Paced<ManifoldSearch> {
  const theta = ofOrdinarySize(given);
  // What holds exactly holds nearly too: of most networks one search says that there is nothing.
  const nearly = (yield* findNearPartition(neurons, theta)).partition;
  if (isDiscrete(nearly)) return { neurons, partition: nearly, manifolds: [], near: [], nearMore: 0 };
  const found = yield* findPartition(neurons, theta);
  const { partition } = found;
  const groups = groupsOf(neurons, theta, partition);
  const whole = manifoldOf(neurons, found, groups);
  const single: Manifold[] = [];
  for (const group of groups.slice(0, MOST_LISTED)) {
    if (group.kind === "equitable") continue;
    const inspected = inspect(neurons, theta, alone(neurons, group, partition), 0);
    if (inspected.misfits.length === 0) single.push(manifoldOf(neurons, inspected, [group]));
    yield partWork(neurons, neuronsIn(neurons, group).length);
  }
  return {
    neurons,
    partition,
    manifolds:
      groups.length === 0
        ? []
        : groups.length === 1
          ? [whole]
          : [whole, ...single.toSorted((a, b) => a.dimension - b.dimension)],
    ...(yield* nearGroups(neurons, theta, nearly, groups)),
  };
}

/** All ties are linear in theta: a power of two changes none, and squares neither overflow nor vanish. */
function ofOrdinarySize(theta: Float64Array): Float64Array {
  const largest = theta.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  if (largest === 0) return theta;
  const factor = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  return theta.map((weight) => weight * factor);
}

const BY_EQUALITY: readonly GroupKind[] = ["identical", "opposite", "mirrored", "zero", "still", "frozen", "silent"];

function manifoldOf(neurons: Neurons, inspected: Inspection, groups: readonly Group[]): Manifold {
  const kinds = new Set(groups.map(({ kind }) => kind));
  const exact = groups.every(({ kind }) => BY_EQUALITY.includes(kind));
  const { partition } = inspected;
  const { distance, norm } = exact ? { distance: 0, norm: 1 } : inspected;
  return {
    partition,
    kind: kinds.size === 1 ? groups[0].kind : "several",
    groups,
    dimension: dimensionOf(neurons, partition),
    equivalentWidths: [
      neurons.network.inputs,
      ...neurons.network.layers.map((_, layer) => movingBlocks(neurons, partition, layer)),
    ],
    distance: distance / (norm || 1),
    exact,
    tolerance: SUM_TOLERANCE,
  };
}

/** Every neuron goes its own way. */
function isDiscrete({ blockOf, zero, unheard }: Partition): boolean {
  return blockOf.every((block, neuron) => block === neuron && zero[neuron] === 0 && unheard[neuron] === 0);
}

function* nearGroups(
  neurons: Neurons,
  theta: Float64Array,
  partition: Partition,
  exact: readonly Group[],
): Paced<Pick<ManifoldSearch, "near" | "nearMore">> {
  const known = new Set(exact.map(nameOf));
  const near: NearGroup[] = [];
  const others = groupsOf(neurons, theta, partition).filter((group) => !known.has(nameOf(group)));
  for (const group of others.slice(0, MOST_LISTED)) {
    const { misfits, distance, norm } = inspect(neurons, theta, alone(neurons, group, partition), NEAR_TOLERANCE);
    if (misfits.length === 0 && distance !== 0)
      near.push({ group: { ...group, kind: nearKind(neurons, group) }, distance: distance / (norm || 1) });
    yield partWork(neurons, neuronsIn(neurons, group).length);
  }
  return { near, nearMore: Math.max(0, others.length - MOST_LISTED) };
}

function nameOf({ layer, units, elsewhere }: Group): string {
  return [{ layer, units }, ...elsewhere].map((part) => `${part.layer}/${part.units.join()}`).join(" ");
}

/** What the group would be if its ties were exact. */
function nearKind(neurons: Neurons, { layer, factors, strength }: Group): GroupKind {
  const traits = neurons.traits(layer);
  if (strength === 0) return "zero";
  return kindOf(
    traits,
    factors.map((factor) => (Math.abs(Math.abs(factor) - 1) < NEAR_TOLERANCE ? Math.sign(factor) : factor)),
  );
}
