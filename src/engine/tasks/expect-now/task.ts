/** Computes what a spec may expect from now on: what its report says and its text does not expect yet. */
import { analyzeSpec } from "../analyze/analyze";
import { progressOf, type Run } from "../task";
import { expectNow as written } from "./expect-now";

export const expectNow: Run<"expect-now"> = function* ({ run }, { text, path }, { openWeights }) {
  const result = yield* progressOf(analyzeSpec(text, { path, openWeights }));
  return result.kind === "invalid" ? result : written(text, result.report, run);
};
