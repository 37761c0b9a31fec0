/** What is said of a mode's learning time. */
import { t } from "../../findings/language";

export const ALREADY_LEARNT = t`This mode starts above half of its target.`;
export const DEEP = t`With three layers or more, modes have a formula only where the layers start balanced and share singular vectors with the target; from this start they turn into each other while they grow.`;
export const FAR_FROM_BALANCED = t`The two layers start too far from balanced for a time: what the formula leaves out would change it by more than half.`;
export const WITHOUT = t`The network starts without any of this mode, to rounding, so that only rounding decides when it is learnt.`;
export const NOT_AFFORDED = t`Only the strongest modes of a target this large are followed.`;

export function notFound(searched: string | number): string {
  const last = typeof searched === "number" ? searched.toPrecision(3) : searched;
  return t`It is not half learnt before t = ${last}, where the search ended: another mode may hold what it needs.`;
}

export function withError(error: string, initial: string, target: string): string {
  return t`± ${error}: from strength ${initial} to half of ${target}, by the solution for balanced layers; left out is the imbalance of this start.`;
}
