/** Inputs at random, as a network takes them: standard normal numbers, or at every position one token of its vocabulary. */
import type { RandomStream } from "../math/random/streams";
import type { Network } from "./network";
import { positionsOf, unitAt } from "./shape";

export function isDiscrete({ shape }: Network): boolean {
  return shape?.discrete === true;
}

/** `number`: where inputs are numbers, one of them; tokens are drawn evenly. */
export function randomInput(
  network: Network,
  random: RandomStream,
  number: () => number = () => random.normal(),
): Float64Array {
  const { inputs, shape } = network;
  if (shape?.discrete !== true) return Float64Array.from({ length: inputs }, number);
  const tokens = Array.from({ length: positionsOf(shape) }, () => random.integer(shape.channels));
  return oneHot(network, tokens);
}

/** How many inputs there are: sequences of tokens; of numbers as many as one likes. */
export function inputCount({ shape }: Network): number {
  return shape?.discrete === true ? shape.channels ** positionsOf(shape) : Infinity;
}

/** Of few sequences of tokens the one with this number. */
export function inputAt(network: Network, number: number): Float64Array {
  const { channels, extents } = network.shape!;
  const [length] = extents;
  return oneHot(
    network,
    Array.from({ length }, (_, position) => Math.floor(number / channels ** position) % channels),
  );
}

/** Tokens as the numbers that the network takes. */
export function oneHot({ inputs, shape }: Network, tokens: readonly number[]): Float64Array {
  const x = new Float64Array(inputs);
  tokens.forEach((token, position) => (x[unitAt(shape!, token, position)] = 1));
  return x;
}
