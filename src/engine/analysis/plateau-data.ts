/** The loss that a study of the saddle looks ahead on: the one the spec trains with, where that is quickly had. */
import type { PlateauData } from "../theory/plateau/study";
import type { GivenData } from "./given-data";

export function plateauData(given: GivenData): PlateauData {
  if (given.kind === "none") return { why: given.why };
  const { set, objective, loss } = given;
  return { objective, set, loss };
}
