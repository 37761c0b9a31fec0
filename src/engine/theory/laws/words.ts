/** What is said of a count of laws, and of one that was not made. */
import { formatNumber } from "../../findings/numbers";
import { OPERATIONS_PER_SECOND } from "../../findings/budget";
import type { LossName } from "../../flow/objective/losses";

/** Both ranks modulo one prime and modulo the other. */
export function primesDisagree(lieRanks: readonly [number, number], lawRanks: readonly [number, number]): string {
  return `The two primes disagree or the brackets did not close: Lie rank ${lieRanks.join(" and ")}, law rank ${lawRanks.join(" and ")}.`;
}

export function noFurtherBracket(chance: number): string {
  return `No further bracket raises the rank modulo two primes; the chance that both draws were unlucky is at most ${formatNumber(chance, 1)}.`;
}

export const SOME_ARE_FIXED =
  "Some parameters are held fixed: neurons that have one keep no law with the others, and what else the trained ones conserve is not counted yet.";

export function stillGrowing(cost: string, possible: boolean): string {
  return `The brackets of the gradient fields were still growing when the search had to stop: ${cost}${possible ? ", and are taken on request only" : ""}.`;
}

export function wouldTake(parameters: number, seconds: number, gigabytes: number): string {
  return `Counting the laws of ${parameters} parameters would take an estimated ${formatNumber(seconds, 2)} s and ${formatNumber(gigabytes, 2)} GB`;
}

export const NOT_DECIDED =
  "The gradients of this network's outputs alone do not decide the count (or the network is too large for that), and brackets are not computed for such functions yet.";

export const NOT_INDEPENDENT =
  "The count would be exact if the exponents, or the numbers under roots, of this network were independent of each other: a test modulo two primes did not show that they are, or there are too many of them.";

export const TOKENS_NOT_TESTED =
  "The gradients of this network's outputs alone do not decide the count (or the network is too large for that); whether exponentials and roots at different tokens of a vocabulary are independent is not tested, and without that brackets prove nothing.";

export const CROSS_REFERENCE =
  "arXiv:2307.00144, section 4 (linear networks), for one layer cut in two; proof in docs/mathematics.md, “Law families”";

/** `share`: of the smallest singular value in the largest. */
export function rankOfOutputs(inputs: number, share: number): string {
  return `Rank of the gradients of the network's outputs at ${inputs} random inputs: the smallest singular value is ${formatNumber(share, 2)} of the largest.`;
}

export function independenceWouldTake(work: number): string {
  return `Finding out how many of the listed laws are independent would take an estimated ${formatNumber(work / OPERATIONS_PER_SECOND, 2)} s.`;
}

export function activationBetween(loss: LossName): string {
  return `The output's activation stands between the network and the loss "${loss}": which laws the two add together was not looked for.`;
}

export function lossNotCounted(loss: LossName): string {
  return `How many laws the loss "${loss}" adds is not counted.`;
}

export const NOT_COUNTED_AT_THIS_SIZE =
  "Whether there are other laws than the listed ones is counted with the network's gradients, and at this size none are computed; a narrow network of the same shape tells it.";

export const BLOCK_BY_BLOCK =
  "Of laws of one residual block's weights alone arXiv:2506.06194, Theorem 4.6 says that they are those of that block by itself.";

export const NO_FORMULA = "How many of the listed laws are independent is not known by formulas for this network.";
export const GATES_SET =
  "Near parameters where inputs switch its relus, which was read in floating point (the residual is its rounding, the tolerance the margin); the ranks are exact. Elsewhere there may be more.";

export const FOR_ANY_BATCH = "For batches of any size, counted at batches of 4.";

export const AT_BATCHES_OF_FOUR = "Counted at batches of 4: what holds for batches of every size is among it.";

export const GENERIC_FIXED = "For almost all values of the weights that are held fixed.";

export const MANY_SEQUENCES =
  "The listed laws are not all that the gradients at some sequences of tokens allow, and there are too many sequences to take all.";
