/** Conservation laws: of φ, of the network's function near the start, and under the loss. */
import { studyLaws, type LawStudy } from "../../theory/laws/study";
import { closedLaws } from "../../theory/laws/closed";
import type { PromptIdea } from "../idea";
import type { LawsFacts } from "../../report/laws/facts";
import { PATH_LAWS, pathLawsSection } from "./path";
import { incompleteLaws } from "./problems";
import { closedLawsSection, lawsSection } from "./section";

export const laws: PromptIdea<LawStudy, LawsFacts> = {
  name: "laws",
  cost: "quick",
  *study({ network, theta, reading, effort, lean, path }) {
    return path === null
      ? yield* studyLaws(network, theta, reading.training?.plan.loss ?? null, { effort, lean })
      : PATH_LAWS;
  },
  facts: ({ network, reading, path }, study) => ({
    laws: path === null ? lawsSection(network, study, reading.places) : pathLawsSection(network, reading),
  }),
  withoutWeights: ({ network, reading }) => ({
    laws: closedLawsSection(network, closedLaws(network, reading.training?.plan.loss ?? null), reading.places),
  }),
  problems: (facts, { reading }) => incompleteLaws(facts, reading.places),
};
