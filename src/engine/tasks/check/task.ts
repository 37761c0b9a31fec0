/** Checks what a spec expects; tells nothing but how far it is on its way. */
import { checkSpec } from "./check";
import type { Run } from "../task";

export const check: Run<"check"> = function* (_asked, { text, path }, { readDataFile, openWeights }) {
  const outcome = yield* checkSpec(text, { path, readDataFile, openWeights });
  return outcome.kind === "checked" ? { kind: "found", result: outcome.result } : outcome;
};
