/** A linear neural ODE along its depth. */
import { studyPath, type DepthFindings } from "../../theory/depth/verdict";
import { Refusal, type PromptIdea } from "../idea";
import type { DepthFacts } from "../../report/depth/facts";
import { beyondRange, depthProblems } from "./problems";
import { depthSection } from "./section";

/** The evidence is `null` for networks of finitely many layers. */
export const depth: PromptIdea<DepthFindings | null, DepthFacts> = {
  name: "depth",
  cost: "quick",
  *study({ path, theta, reading }) {
    if (path === null) return null;
    return (yield* studyPath(path.width, path.nodes, theta)) ?? new Refusal(beyondRange(reading));
  },
  facts: (_of, findings) => (findings === null ? {} : { depth: depthSection(findings) }),
  withoutWeights: () => ({}),
  problems: (facts, { reading }, findings) => (findings === null ? [] : depthProblems(facts, findings, reading)),
};
