/** Analyses the spec. */
import { analyzeSpec } from "../analysis/analyze";
import type { Run } from "./task";

export const analyze: Run<"analyze"> = function* ({ effort }, { text, path }) {
  const result = yield* analyzeSpec(text, { path, effort });
  return result.kind === "report" ? { kind: "found", result: result.report } : result;
};
