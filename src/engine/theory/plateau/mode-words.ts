/** What is said of a mode's learning time. */

export const ALREADY_LEARNT = "This mode starts above half of its target.";
export const DEEP =
  "With three layers or more, modes have a formula only where the layers start balanced and share singular vectors with the target; from this start they turn into each other while they grow.";
export const FAR_FROM_BALANCED =
  "The two layers start too far from balanced for a time: what the formula leaves out would change it by more than half.";
export const WITHOUT =
  "The network starts without any of this mode, to rounding, so that only rounding decides when it is learnt.";
export const NOT_AFFORDED = "Only the strongest modes of a target this large are followed.";

export function notFound(searched: string | number): string {
  return `It is not half learnt before t = ${typeof searched === "number" ? searched.toPrecision(3) : searched}, where the search ended: another mode may hold what it needs.`;
}

export function withError(error: string, initial: string, target: string): string {
  return `± ${error}: from strength ${initial} to half of ${target}, by the solution for balanced layers; left out is the imbalance of this start.`;
}
