/** Simulates the spec's training. While it runs, it tells its trajectory as far as it is. */
import { simulateSpec } from "./simulate";
import type { Run } from "../task";

export const simulate: Run<"simulate"> = function* (_asked, { text, path }, { readDataFile, openWeights }) {
  const steps = simulateSpec(text, { path, readDataFile, openWeights });
  for (;;) {
    const step = steps.next();
    if (step.done === true)
      return step.value.kind === "report" ? { kind: "found", result: step.value.report } : step.value;
    const { stage, fraction, trajectory } = step.value;
    yield { stage, fraction, partial: trajectory };
  }
};
