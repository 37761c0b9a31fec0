/** Whether the outputs are what the loss takes them for. */
import type { PromptIdea } from "../idea";
import { outputProblems } from "./problems";

export const outputs: PromptIdea<null, Record<never, never>> = {
  name: "outputs",
  cost: "quick",
  *study() {
    return null;
  },
  facts: () => ({}),
  withoutWeights: () => ({}),
  problems: (_facts, { network, reading }) => outputProblems(network, reading),
};
