/** Why the neurons of a block stay together: the symmetry that holds them, read off their weights entry by entry. */
import type { ActivationTraits } from "../../model/activations";
import type { Neurons, Partition } from "./partition";
import { discrete, hiddenOf, membersOf, STILL } from "./partition";

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
  /** Only the sums over blocks of neighbouring layers agree: a joint tie of several layers. */
  | "equitable";

export interface Group {
  readonly layer: number;
  readonly kind: GroupKind;
  /** Numbers within the layer, from 0. */
  readonly units: readonly number[];
  /** Per unit, incoming weights = factor times those of the first; 0 for units that do not move. */
  readonly factors: readonly number[];
  /** How strongly the group pulls compared with one neuron: the sum of the squared factors; 0 where nothing moves. */
  readonly strength: number;
}

/** Roundings of a product and of the user's own arithmetic, in units of 2^-53. */
const ALLOWED_ULPS = 9;

export function groupsOf(neurons: Neurons, theta: Float64Array, partition: Partition): Group[] {
  return hiddenOf(neurons).flatMap((layer) => {
    const { groups, still } = membersOf(neurons, partition, layer);
    const first = neurons.first(layer);
    const traits = neurons.traits(layer);
    const moving = groups
      .filter(({ length }) => length > 1)
      .map((members): Group => {
        const factors = members.map((neuron) => partition.gainIn[neuron]);
        const tied = members.every((neuron) => isMultiple(neurons, theta, neuron, members[0], partition));
        return {
          layer,
          kind: tied ? kindOf(traits, factors) : "equitable",
          units: members.map((neuron) => neuron - first),
          factors,
          strength: factors.reduce((sum, factor) => sum + factor * factor, 0),
        };
      });
    const byKind = new Map<GroupKind, number[]>();
    for (const neuron of still) {
      const kind = stillKind(neurons, theta, neuron);
      byKind.set(kind, [...(byKind.get(kind) ?? []), neuron - first]);
    }
    return [
      ...moving,
      ...[...byKind].map(([kind, units]): Group => ({ layer, kind, units, factors: units.map(() => 0), strength: 0 })),
    ];
  });
}

/** The partition in which this group alone shares a block. Holds at theta when the group's tie is not a joint one. */
export function alone(neurons: Neurons, { layer, units, strength }: Group, { gainIn, gainOut }: Partition): Partition {
  const result = discrete(neurons);
  const first = neurons.first(layer);
  for (const unit of units) {
    result.blockOf[first + unit] = strength === 0 ? STILL : first + units[0];
    if (strength === 0) continue;
    result.gainIn[first + unit] = gainIn[first + unit];
    result.gainOut[first + unit] = gainOut[first + unit];
  }
  return result;
}

/** Of neurons whose weights are these multiples of the first one's. */
export function kindOf({ parity }: ActivationTraits, factors: readonly number[]): GroupKind {
  if (factors.every((factor) => factor === 1)) return "identical";
  if (factors.some((factor) => Math.abs(factor) !== 1)) return "proportional";
  return parity === "even" ? "mirrored" : "opposite";
}

function isMultiple(
  neurons: Neurons,
  theta: Float64Array,
  neuron: number,
  leader: number,
  { gainIn, gainOut }: Partition,
): boolean {
  return neurons.blocks.every(({ layer, source, rows, columns, offset }) => {
    const [to, from] = [neurons.first(layer), source === null ? -1 : neurons.first(source)];
    if (neuron >= to && neuron < to + rows)
      for (let j = 0; j < columns; j++)
        if (
          !isEqual(
            theta[offset + (neuron - to) * columns + j],
            gainIn[neuron],
            theta[offset + (leader - to) * columns + j],
          )
        )
          return false;
    if (from >= 0 && neuron >= from && neuron < from + columns)
      for (let i = 0; i < rows; i++)
        if (
          !isEqual(
            theta[offset + i * columns + neuron - from],
            gainOut[neuron],
            theta[offset + i * columns + leader - from],
          )
        )
          return false;
    return true;
  });
}

function isEqual(weight: number, gain: number, ofLeader: number): boolean {
  const expected = gain * ofLeader;
  return Math.abs(gain) === 1
    ? weight === expected
    : Math.abs(weight - expected) <= ALLOWED_ULPS * 2 ** -53 * (Math.abs(weight) + Math.abs(expected));
}

function stillKind(neurons: Neurons, theta: Float64Array, neuron: number): GroupKind {
  let [incoming, outgoing] = [true, true];
  for (const { layer, source, rows, columns, offset } of neurons.blocks) {
    const [to, from] = [neurons.first(layer), source === null ? -1 : neurons.first(source)];
    if (neuron >= to && neuron < to + rows)
      for (let j = 0; j < columns; j++) incoming &&= theta[offset + (neuron - to) * columns + j] === 0;
    if (from >= 0 && neuron >= from && neuron < from + columns)
      for (let i = 0; i < rows; i++) outgoing &&= theta[offset + i * columns + neuron - from] === 0;
  }
  return !incoming ? "equitable" : outgoing ? "zero" : "still";
}
