/** Why the neurons of a block stay together: the symmetry that holds them, read off their weights entry by entry. */
import type { ActivationTraits } from "../../model/activations";
import type { Neurons } from "./neurons";
import { hiddenOf, layerOf } from "./neurons";
import type { Partition } from "./partition";
import { allGroups, discrete, push, STILL } from "./partition";
import type { Ties } from "./ties";
import { tiesOf } from "./ties";

export type GroupKind =
  /** Same weights. */
  | "identical"
  /** Same weights up to a common sign; the activation is odd. */
  | "opposite"
  /** Same outgoing weights, same incoming ones up to sign; the activation is even. */
  | "mirrored"
  /** Weights in proportion; the activation is homogeneous. */
  | "proportional"
  /** All weights 0, and sigma(0) = 0. */
  | "zero"
  /** Incoming weights 0, and sigma'(0) = 0. */
  | "still"
  /** No gradient arrives: whatever reads them is itself so, or nothing does. */
  | "frozen"
  /** Whatever they read is 0, so their own value never changes. */
  | "silent"
  /** Only the sums over blocks of neighbouring layers agree: a joint tie of several layers. */
  | "equitable";

/** Neurons of one layer. */
export interface Units {
  readonly layer: number;
  /** Numbers within the layer, from 0. */
  readonly units: readonly number[];
  /** Per unit, incoming weights = factor times those of the group's first; 0 for units that do not move. */
  readonly factors: readonly number[];
}

export interface Group extends Units {
  readonly kind: GroupKind;
  /** Members in layers parallel to that of the first. */
  readonly elsewhere: readonly Units[];
  /** How strongly the group pulls compared with one neuron: the sum of the squared factors; 0 where nothing moves. */
  readonly strength: number;
}

export function groupsOf(neurons: Neurons, theta: Float64Array, partition: Partition): Group[] {
  const ties = tiesOf(neurons, theta, partition);
  const moving = allGroups(neurons, partition)
    .filter((members) => members.length > 1)
    .filter(([first]) => partition.zero[first] === 0 && partition.unheard[first] === 0)
    .map((members): Group => {
      const parts = byLayer(neurons, members).map(([layer, own]): Units => ({
        layer,
        units: own.map((neuron) => neuron - neurons.first(layer)),
        factors: own.map((neuron) => partition.gainIn[neuron]),
      }));
      const [{ layer, units, factors }, ...elsewhere] = parts;
      const all = parts.flatMap((part) => part.factors);
      return {
        layer,
        kind: members.every((neuron) => ties.areTied(neuron, members[0]))
          ? kindOf(neurons.traits(layer), all)
          : "equitable",
        units,
        factors,
        elsewhere,
        strength: all.reduce((sum, factor) => sum + factor * factor, 0),
      };
    });
  const resting = hiddenOf(neurons).flatMap((layer) => {
    const byKind = new Map<GroupKind, number[]>();
    const first = neurons.first(layer);
    for (let unit = 0; unit < neurons.network.layers[layer].units; unit++) {
      const kind = restingKind(ties, partition, first + unit);
      if (kind !== null) push(byKind, kind, unit);
    }
    return [...byKind].map(([kind, units]): Group => ({
      layer,
      kind,
      units,
      factors: units.map(() => 0),
      elsewhere: [],
      strength: 0,
    }));
  });
  return [...moving, ...resting].toSorted((a, b) => a.layer - b.layer);
}

/** All neurons of a group, the first one leading. */
export function neuronsIn(neurons: Neurons, group: Group): number[] {
  return [group, ...group.elsewhere].flatMap(({ layer, units }) => units.map((unit) => neurons.first(layer) + unit));
}

/**
 * The partition in which this group alone shares a block. It need not hold: another group's tie may be what holds this
 * one.
 */
export function alone(neurons: Neurons, group: Group, { gainIn, gainOut, zero, unheard }: Partition): Partition {
  const result = discrete(neurons);
  const members = neuronsIn(neurons, group);
  for (const neuron of members) {
    result.zero[neuron] = zero[neuron];
    result.unheard[neuron] = unheard[neuron];
    if (zero[neuron] === 1 && unheard[neuron] === 1) result.blockOf[neuron] = STILL;
    if (group.strength === 0) continue;
    result.blockOf[neuron] = members[0];
    result.gainIn[neuron] = gainIn[neuron];
    result.gainOut[neuron] = gainOut[neuron];
  }
  return result;
}

/** Of neurons whose weights are these multiples of the first one's. */
export function kindOf({ parity }: ActivationTraits, factors: readonly number[]): GroupKind {
  if (factors.every((factor) => factor === 1)) return "identical";
  if (factors.some((factor) => Math.abs(factor) !== 1)) return "proportional";
  return parity === "even" ? "mirrored" : "opposite";
}

/** null for a neuron that moves and is heard. */
function restingKind(ties: Ties, { zero, unheard }: Partition, neuron: number): GroupKind | null {
  if (zero[neuron] === 0) return unheard[neuron] === 0 ? null : "frozen";
  if (unheard[neuron] === 0) return "silent";
  const { all, relevant } = ties.zeros(neuron);
  if (all.incoming && all.outgoing) return "zero";
  if (all.incoming && !relevant.outgoing) return "still";
  return relevant.incoming ? "frozen" : "equitable";
}

function byLayer(neurons: Neurons, members: readonly number[]): [number, number[]][] {
  const layers = new Map<number, number[]>();
  for (const neuron of members) {
    const layer = layerOf(neurons, neuron);
    push(layers, layer, neuron);
  }
  return [...layers];
}
