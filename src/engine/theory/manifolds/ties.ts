/**
 * Ties read off the weights one by one, not by their sums. Two neurons that read the same ones and are read by the same
 * ones are tied when their rows and columns are multiples of each other; two others, of parallel layers or joined channel
 * by channel, when from every block they receive the same weights in some order, times the gains.
 */
import { INPUT } from "../../model/network";
import type { Neurons } from "./neurons";
import { layerOf } from "./neurons";
import type { Partition } from "./partition";
import { isMute } from "./partition";

export interface Sides {
  readonly incoming: boolean;
  readonly outgoing: boolean;
}

export interface Ties {
  /** Are the weights of the first those of the second, its leader, times its gains? */
  areTied(neuron: number, leader: number): boolean;
  /** Which weights of a neuron are 0: all; those that touch something that is not 0 below, or heard above. */
  zeros(neuron: number): { readonly all: Sides; readonly relevant: Sides };
}

/** Roundings of a product and of the user's own arithmetic, in units of 2^-53. */
const ALLOWED_ULPS = 9;

export function tiesOf(neurons: Neurons, theta: Float64Array, partition: Partition): Ties {
  return {
    areTied: (neuron, leader) =>
      neurons.readsLike(neuron) === neurons.readsLike(leader) &&
      neurons.isReadLike(neuron) === neurons.isReadLike(leader)
        ? isMultiple(neurons, theta, neuron, leader, partition)
        : isPermuted(neurons, theta, neuron, leader, partition),
    zeros: (neuron) => {
      const all = { incoming: true, outgoing: true };
      const relevant = { incoming: true, outgoing: true };
      eachWeight(neurons, theta, neuron, (side, other, weight) => {
        if (weight === 0 || !relevant[side]) return;
        all[side] = false;
        const source = other === null ? INPUT : layerOf(neurons, other);
        const matters =
          other === null ||
          (side === "incoming" ? !isMute(neurons, partition, source, other) : partition.unheard[other] === 0);
        if (matters) relevant[side] = false;
      });
      return { all, relevant };
    },
  };
}

function isMultiple(
  neurons: Neurons,
  theta: Float64Array,
  neuron: number,
  leader: number,
  { gainIn, gainOut }: Partition,
): boolean {
  const [gainBelow, gainAbove] = [gainIn[neuron], gainOut[neuron]];
  // Of both the same runs, one after the other.
  const agree = (one: readonly Run[], other: readonly Run[], gain: number): boolean =>
    one.every(([own, step, length], at) => {
      const [leading] = other[at];
      for (let k = 0; k < length; k++)
        if (!isEqual(theta[own + k * step], gain * theta[leading + k * step], gainBelow)) return false;
      return true;
    });
  const runs = (side: "into" | "outOf", of: number): Run[] => {
    const found: Run[] = [];
    neurons[side](of, (parameter, step, _, length) => found.push([parameter, step, length]));
    return found;
  };
  return (
    agree(runs("into", neuron), runs("into", leader), gainBelow) &&
    agree(runs("outOf", neuron), runs("outOf", leader), gainAbove)
  );
}

type Run = readonly [parameter: number, step: number, length: number];

function isPermuted(
  neurons: Neurons,
  theta: Float64Array,
  neuron: number,
  leader: number,
  partition: Partition,
): boolean {
  const { gainIn, gainOut } = partition;
  const [own, ofLeader] = [
    weightsByBlock(neurons, theta, neuron, partition, 1, 1),
    weightsByBlock(neurons, theta, leader, partition, gainIn[neuron], gainOut[neuron]),
  ];
  return (
    own.size === ofLeader.size &&
    [...own].every(([block, weights]) => {
      const others = ofLeader.get(block);
      return (
        others?.length === weights.length && weights.every((weight, k) => isEqual(weight, others[k], gainIn[neuron]))
      );
    })
  );
}

/** Per block and side the weights that matter, in the order of their size, their other end's gain taken in. */
function weightsByBlock(
  neurons: Neurons,
  theta: Float64Array,
  neuron: number,
  partition: Partition,
  timesIncoming: number,
  timesOutgoing: number,
): Map<string, Float64Array> {
  const { blockOf, gainIn, gainOut, zero, unheard } = partition;
  const lists = new Map<string, number[]>();
  eachWeight(neurons, theta, neuron, (side, other, weight) => {
    let [block, gain] = [neurons.count, 1];
    if (other !== null && side === "incoming") {
      const source = layerOf(neurons, other);
      if (isMute(neurons, partition, source, other)) return;
      if (zero[other] === 0) [block, gain] = [blockOf[other], gainOut[other]];
      else gain = neurons.traits(source).atZero;
    } else if (other !== null) {
      if (unheard[other] === 1) return;
      [block, gain] = [blockOf[other], gainIn[other]];
    }
    const key = `${side} ${block}`;
    const list = lists.get(key) ?? [];
    lists.set(key, list);
    list.push(weight * gain * (side === "incoming" ? timesIncoming : timesOutgoing));
  });
  return new Map([...lists].map(([key, list]) => [key, Float64Array.from(list).sort()]));
}

/** All weights of a neuron, with the neuron at their other end; null: its bias. */
function eachWeight(
  neurons: Neurons,
  theta: Float64Array,
  neuron: number,
  visit: (side: "incoming" | "outgoing", other: number | null, weight: number) => void,
): void {
  neurons.into(neuron, (parameter, step, from, length) => {
    for (let k = 0; k < length; k++) visit("incoming", from === null ? null : from + k, theta[parameter + k * step]);
  });
  neurons.outOf(neuron, (parameter, step, to, length) => {
    for (let k = 0; k < length; k++) visit("outgoing", to + k, theta[parameter + k * step]);
  });
}

/** `gain` ±1: the very doubles; else up to the roundings of a product. */
function isEqual(weight: number, expected: number, gain: number): boolean {
  return Math.abs(gain) === 1
    ? weight === expected
    : Math.abs(weight - expected) <= ALLOWED_ULPS * 2 ** -53 * (Math.abs(weight) + Math.abs(expected));
}
