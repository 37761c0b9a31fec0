/** What is said of the balance between layers. */
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export function notBalanced(between: readonly [string, string], imbalance: number, lambda: number): string {
  return t`The initialization is not relaxed balanced: between ${between[0]} and ${between[1]} the imbalance is ${formatNumber(imbalance)} (nearest λ = ${formatNumber(lambda)}).`;
}

export const HOW_TO_BALANCE = t`Use the scheme "relaxed-balanced" (or "balanced" for λ = 0) to start on the set where the dynamics are intrinsic.`;

export function rowPerNode(entries: string): string {
  return t`One row per node in depth; in each the upper triangle of h: ${entries}`;
}
