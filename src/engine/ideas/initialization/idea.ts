/** The start: the value of every law at it, and how far it is from relaxed balance. */
import { telling } from "../../findings/progress";
import { hasFixed } from "../../model/fixed";
import { isLinearChain } from "../../model/structure";
import { balanceSteps, canBalance, isRepresentable, type InterfaceBalance } from "../../theory/balance/relaxed-balance";
import type { DepthFindings } from "../../theory/depth/verdict";
import type { LawFamily } from "../../theory/laws/families";
import { allFamilies } from "../../theory/laws/study";
import { depth } from "../depth/idea";
import type { PromptIdea } from "../idea";
import { laws } from "../laws/idea";
import type { InitializationFacts } from "../../report/initialization/facts";
import { pathInitializationSection } from "./path";
import { notRelaxedBalanced } from "./problems";
import { initializationSection, openInitialization } from "./section";

interface Start {
  readonly families: readonly LawFamily[];
  /** `null`: relaxed balance is not defined, or the layers cannot be compared. */
  readonly interfaces: readonly InterfaceBalance[] | null;
  readonly path: DepthFindings | null;
}

export const initialization: PromptIdea<Start, InitializationFacts> = {
  name: "initialization",
  cost: "quick",
  *study({ network, theta }, found) {
    const path = yield* found(depth);
    const families = allFamilies(yield* found(laws));
    const comparable =
      isLinearChain(network) &&
      network.layers.length > 1 &&
      isRepresentable(theta) &&
      canBalance(network) &&
      !hasFixed(network);
    const interfaces = comparable
      ? yield* telling(balanceSteps(network, theta), { stage: "Holding the layers against each other", fraction: null })
      : null;
    return { families, interfaces, path };
  },
  facts: ({ network, plan, theta, reading }, { families, interfaces, path }) => ({
    initialization:
      path === null
        ? initializationSection(network, plan, theta, families, interfaces, reading.places)
        : pathInitializationSection(plan, theta, path, reading),
  }),
  withoutWeights: ({ plan, reading }, why) => ({ initialization: openInitialization(plan, why, reading.places) }),
  problems: (facts, { network, reading, path }) =>
    path === null ? notRelaxedBalanced(facts, network, reading.places) : [],
};
