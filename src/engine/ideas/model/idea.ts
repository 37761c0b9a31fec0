/** The network itself: its layers, its parameters, and the space φ maps into. */
import { parameterCount } from "../../model/compile";
import { fixedCount } from "../../model/fixed";
import type { Architecture } from "../../subject/subject";
import type { PromptIdea } from "../idea";
import type { ModelFacts } from "../../report/model/facts";
import { modelSection } from "./section";

export const model: PromptIdea<null, ModelFacts> = {
  name: "model",
  cost: "quick",
  *study() {
    return null;
  },
  facts: factsOf,
  withoutWeights: factsOf,
};

function factsOf({ network, reading }: Architecture): ModelFacts {
  return { model: modelSection(network, parameterCount(network) - fixedCount(network), reading.places) };
}
