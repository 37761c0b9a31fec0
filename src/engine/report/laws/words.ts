/** What is said of the number of laws. */
import { grouped } from "../../findings/words";
import { t } from "../../findings/language";

/** Of families that differ in their layer and rows alone. */
export function firstOf(alike: number): string {
  return t`the first of ${grouped(alike)} alike`;
}

export function lawsMissing(of: "network" | "phi", independent: number, known: number): string {
  return of === "network"
    ? t`This network has ${independent} independent conservation laws, but only ${known} are known in closed form.`
    : t`This network's φ has ${independent} independent conservation laws, but only ${known} are known in closed form.`;
}

export const READ_COUNT_AS_EXACT = t`Read the count as exact and the list as partial; scalar input and output make laws that no listed family contains.`;

export function openCount(least: number, atMost: number): string {
  return t`Whether the network itself has more is open: near the initialization it has between ${least} and ${atMost}.`;
}
