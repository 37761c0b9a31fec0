/** What is said of the search for parts that stay tied, and of the orbit beside it. */
import { formatNumber } from "../../../findings/numbers";

/** In seconds: what the search takes at least, and what it may take. */
export function beyondBudget(least: number, most: number): string {
  return `Looking for parts that stay alike would take an estimated ${formatNumber(least, 2)} s or more; an analysis spends at most ${formatNumber(most, 2)} s on it.`;
}

export function foundTooMuch(most: number): string {
  return `Looking for parts that stay alike was given up after an estimated ${formatNumber(most, 2)} s.`;
}

export function orbitLimited(most: number): string {
  return `The orbit is looked at up to ${most} parameters.`;
}

export const NOTHING_TO_COMPARE = "What the symmetries explain is not known, so that there is nothing to compare with.";

export const NOT_ANALYTIC =
  "With functions that have kinks, gradients at finitely many inputs need not show every direction.";

export const NO_GAP =
  "The singular values of the gradients and their brackets show no gap where it should be, so that their rank cannot be read.";

export function exactRank(depth: number): string {
  return `Rank of the gradients of the outputs${depth === 1 ? "" : ` and of their brackets up to ${depth} fields`} at the start, modulo a prime; symmetries and laws allow no more.`;
}

export function atLeast(rank: number, explained: number): string {
  return `At least ${rank}, from brackets of up to 4 fields; symmetries and laws leave ${explained}.`;
}

export function smallest(dimension: number): string {
  return `The smallest manifold has dimension ${dimension}.`;
}

export const LAWS_LEAVE = "The conservation laws that are independent on it leave this.";

export const EXCHANGES =
  "docs/mathematics.md, “Parts of blocks” (symmetries induce invariant manifolds: arXiv:2510.09564)";

export const TESTED = "Equal gradients were tested as identities, at random points modulo two primes.";

export const RANK_IS_EXACT = "The rank of the doubles as they are, the same modulo two primes.";

export const RANK_BUT_FOR_ROUNDING = "The rank is this low but for rounding.";

export const NOTHING_MOVES = "Nothing moves.";
