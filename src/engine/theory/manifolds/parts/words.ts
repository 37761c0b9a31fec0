/** What is said of the search for parts that stay tied, and of the orbit beside it. */
import { t } from "../../../findings/language";
import { formatNumber } from "../../../findings/numbers";

/** In seconds: what the search takes at least, and what it may take. */
export function beyondBudget(least: number, most: number): string {
  return t`Looking for parts that stay alike would take an estimated ${formatNumber(least, 2)} s or more; an analysis spends at most ${formatNumber(most, 2)} s on it.`;
}

export function foundTooMuch(most: number): string {
  return t`Looking for parts that stay alike was given up after an estimated ${formatNumber(most, 2)} s.`;
}

export function orbitLimited(most: number): string {
  return t`The orbit is looked at up to ${most} parameters.`;
}

export const NOTHING_TO_COMPARE = t`What the symmetries explain is not known, so that there is nothing to compare with.`;

export const NOT_ANALYTIC = t`With functions that have kinks, gradients at finitely many inputs need not show every direction.`;

export const NO_GAP = t`The singular values of the gradients and their brackets show no gap where it should be, so that their rank cannot be read.`;

export function exactRank(depth: number): string {
  return depth === 1
    ? t`Rank of the gradients of the outputs at the start, modulo a prime; symmetries and laws allow no more.`
    : t`Rank of the gradients of the outputs and of their brackets up to ${depth} fields at the start, modulo a prime; symmetries and laws allow no more.`;
}

export function atLeast(rank: number, explained: number): string {
  return t`At least ${rank}, from brackets of up to 4 fields; symmetries and laws leave ${explained}.`;
}

export function smallest(dimension: number): string {
  return t`The smallest manifold has dimension ${dimension}.`;
}

export const LAWS_LEAVE = t`The conservation laws that are independent on it leave this.`;

export const EXCHANGES =
  "docs/mathematics.md, “Parts of blocks” (symmetries induce invariant manifolds: arXiv:2510.09564)";

export const TESTED = t`Equal gradients were tested as identities, at random points modulo two primes.`;

export const RANK_IS_EXACT = t`The rank of the doubles as they are, the same modulo two primes.`;

export const RANK_BUT_FOR_ROUNDING = t`The rank is this low but for rounding.`;

export const NOTHING_MOVES = t`Nothing moves.`;
