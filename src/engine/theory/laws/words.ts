/** What is said of a count of laws, and of one that was not made. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import { OPERATIONS_PER_SECOND } from "../../findings/budget";
import type { LossName } from "../../flow/objective/losses";

/** Both ranks modulo one prime and modulo the other. */
export function primesDisagree(lieRanks: readonly [number, number], lawRanks: readonly [number, number]): string {
  return t`The two primes disagree or the brackets did not close: Lie rank ${lieRanks[0]} and ${lieRanks[1]}, law rank ${lawRanks[0]} and ${lawRanks[1]}.`;
}

export function noFurtherBracket(chance: number): string {
  return t`No further bracket raises the rank modulo two primes; the chance that both draws were unlucky is at most ${formatNumber(chance, 1)}.`;
}

export const SOME_ARE_FIXED = t`Some parameters are held fixed: neurons that have one keep no law with the others, and what else the trained ones conserve is not counted yet.`;

/** What a count would cost, and whether it is made when it is asked for. */
interface Cost {
  readonly seconds: number;
  readonly gigabytes: number;
  readonly possible: boolean;
}

export function stillGrowing({ seconds, possible }: Cost): string {
  const least = formatNumber(seconds, 2);
  return possible
    ? t`The brackets of the gradient fields were still growing when the search had to stop: deeper ones would take an estimated ${least} s or more, and are taken on request only.`
    : t`The brackets of the gradient fields were still growing when the search had to stop: deeper ones would take an estimated ${least} s or more.`;
}

export function wouldTake(parameters: number, { seconds, gigabytes, possible }: Cost): string {
  const [time, memory] = [formatNumber(seconds, 2), formatNumber(gigabytes, 2)];
  return possible
    ? t`Counting the laws of ${parameters} parameters would take an estimated ${time} s and ${memory} GB: it is done on request only.`
    : t`Counting the laws of ${parameters} parameters would take an estimated ${time} s and ${memory} GB: that is beyond what this version tries.`;
}

export const NOT_DECIDED = t`The gradients of this network's outputs alone do not decide the count (or the network is too large for that), and brackets are not computed for such functions yet.`;

export const NOT_INDEPENDENT = t`The count would be exact if the exponents, or the numbers under roots, of this network were independent of each other: a test modulo two primes did not show that they are, or there are too many of them.`;

export const TOKENS_NOT_TESTED = t`The gradients of this network's outputs alone do not decide the count (or the network is too large for that); whether exponentials and roots at different tokens of a vocabulary are independent is not tested, and without that brackets prove nothing.`;

export const CROSS_REFERENCE =
  "arXiv:2307.00144, section 4 (linear networks), for one layer cut in two; proof in docs/mathematics.md, “Law families”";

/** `share`: of the smallest singular value in the largest. */
export function rankOfOutputs(inputs: number, share: number): string {
  return t`Rank of the gradients of the network's outputs at ${inputs} random inputs: the smallest singular value is ${formatNumber(share, 2)} of the largest.`;
}

export function independenceWouldTake(work: number): string {
  return t`Finding out how many of the listed laws are independent would take an estimated ${formatNumber(work / OPERATIONS_PER_SECOND, 2)} s.`;
}

export function activationBetween(loss: LossName): string {
  return t`The output's activation stands between the network and the loss "${loss}": which laws the two add together was not looked for.`;
}

export function lossNotCounted(loss: LossName): string {
  return t`How many laws the loss "${loss}" adds is not counted.`;
}

export const NOT_COUNTED_AT_THIS_SIZE = t`Whether there are other laws than the listed ones is counted with the network's gradients, and at this size none are computed; a narrow network of the same shape tells it.`;

export const BLOCK_BY_BLOCK = t`Of laws of one residual block's weights alone arXiv:2506.06194, Theorem 4.6 says that they are those of that block by itself.`;

export const NO_FORMULA = t`How many of the listed laws are independent is not known by formulas for this network.`;
export const GATES_SET = t`Near parameters where inputs switch its relus, which was read in floating point (the residual is its rounding, the tolerance the margin); the ranks are exact. Elsewhere there may be more.`;

export const FOR_ANY_BATCH = t`For batches of any size, counted at batches of 4.`;

export const AT_BATCHES_OF_FOUR = t`Counted at batches of 4: what holds for batches of every size is among it.`;

export const GENERIC_FIXED = t`For almost all values of the weights that are held fixed.`;

export const MANY_SEQUENCES = t`The listed laws are not all that the gradients at some sequences of tokens allow, and there are too many sequences to take all.`;
