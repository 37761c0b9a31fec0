/** One run of the spec's sweep. */
import { sweepRun } from "./run";
import { progressOf, type Run } from "../task";

export const sweep: Run<"sweep"> = function* (_asked, { text, path, run }, { readDataFile, openWeights }) {
  return { kind: "found", result: yield* progressOf(sweepRun(text, { path, run, readDataFile, openWeights })) };
};
