/** What is said of symmetries that are not listed, and of the rank along an orbit. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";

export const ANY_PROPORTION = t`With this activation two neurons may stay in any proportion, so that the manifolds form continuous families.`;

export const LINEAR_LAYERS_ROTATE = t`Linear layers have rotations for symmetries too. What is listed here are neurons in proportion; whether the weights of a linear layer span fewer dimensions than it has neurons would take too long to find out.`;

export const NO_GRAPH = t`A smaller network is made of networks whose neurons add up what they read, each connection with a weight of its own.`;

/** In seconds: what the search takes where there is nothing to find, and what it may take. */
export function beyondBudget(least: number, most: number): string {
  return t`Looking for invariant manifolds would take an estimated ${formatNumber(least, 2)} s or more; an analysis spends at most ${formatNumber(most, 2)} s on it.`;
}

export function foundTooMuch(most: number): string {
  return t`Looking for invariant manifolds was given up after an estimated ${formatNumber(most, 2)} s: neurons of this network are told apart only step by step, through many layers or groups.`;
}

export function fadesOut(rank: number): string {
  return t`At least ${rank}: the singular values of the gradients fade out into rounding without a gap, so that their rank cannot be read.`;
}

/** `share`: of the smallest counted singular value in the largest. */
export function rankNote(brackets: boolean, share: number): string {
  const least = formatNumber(share, 2);
  return brackets
    ? t`Rank of the gradients of the outputs and of their brackets at a point of the orbit; the smallest counted singular value is ${least} of the largest.`
    : t`Rank of the gradients of the outputs at a point of the orbit; the smallest counted singular value is ${least} of the largest.`;
}

export function fewerThanExplained(what: string, explained: number): string {
  const open = t`At least so many. The listed symmetries explain ${explained}: fewer directions were found at each of the points tried, so something else may hold the trajectory.`;
  return `${what} ${open}`;
}

export const SOME_TOKENS = t`Fewer directions were found than are left, at some of all sequences of tokens: there may be more at the others.`;

export const SOME_ARE_NOT_FINITE = t`Some weights are not finite.`;

/** Of the smaller network that neurons in proportion amount to. */
export function leftInEquivalent(dimension: number): string {
  return t`The smallest manifold has dimension ${dimension}; the conservation laws of the equivalent network leave this.`;
}
