/**
 * A network's function of all that decides it: of one sample, or where samples act on each other, as in a norm of the batch, of a
 * batch of a few. What is asked of any batch, whatever its size, is asked of such a batch: a law of all batches is one of these, and of
 * batches of 8, 12, … they are those in which samples are repeated.
 */
import type { RandomStream } from "../math/random/streams";
import { compile } from "./compile";
import { inputAt, inputCount, randomInput } from "./inputs";
import type { Network } from "./network";
import { actsAcross, batchProgram, type BatchProgram } from "./program/batch";
import type { Program } from "./program/program";

/** Of two samples a norm leaves only which one is larger; four are as many as the counts in docs/mathematics.md were made with. */
const SAMPLES = 4;

export interface Whole extends BatchProgram {
  /** Before the last activation. */
  readonly program: Program;
  /** How many samples are one input of it. */
  readonly samples: number;
}

const WHOLES = new WeakMap<Network, Whole>();

/** Whether the samples of a batch act on each other. */
export function isOfBatches(network: Network): boolean {
  return actsAcross(compile(network).beforeLoss);
}

/** The same object for the same network. */
export function wholeOf(network: Network): Whole {
  const known = WHOLES.get(network);
  if (known !== undefined) return known;
  const { beforeLoss } = compile(network);
  const samples = actsAcross(beforeLoss) ? SAMPLES : 1;
  const whole = { ...batchProgram(beforeLoss, samples), samples };
  WHOLES.set(network, whole);
  return whole;
}

/** An input of the whole at random, as randomInput has them sample by sample. */
export function randomWhole(network: Network, random: RandomStream, number?: () => number): Float64Array {
  const { samples, program } = wholeOf(network);
  const all = new Float64Array(program.inputs);
  for (let s = 0; s < samples; s++) all.set(randomInput(network, random, number), s * network.inputs);
  return all;
}

/** How many inputs the whole has: of tokens a finite number. */
export function wholeCount(network: Network): number {
  return inputCount(network) ** wholeOf(network).samples;
}

/** Of few inputs the one with this number. */
export function wholeAt(network: Network, number: number): Float64Array {
  const { samples, program } = wholeOf(network);
  const count = inputCount(network);
  const all = new Float64Array(program.inputs);
  for (let s = 0; s < samples; s++)
    all.set(inputAt(network, Math.floor(number / count ** s) % count), s * network.inputs);
  return all;
}
