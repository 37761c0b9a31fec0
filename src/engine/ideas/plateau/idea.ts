/** The saddle the network starts at: what holds the loss there, and for how long. */
import { ESCAPE_BUDGET } from "../../theory/plateau/escape-time";
import { studyPlateau, type PlateauData, type PlateauStudy } from "../../theory/plateau/study";
import type { GivenData } from "../../subject/given-data";
import type { DearIdea } from "../idea";
import type { PlateauFacts } from "../../report/plateau/facts";
import { plateauProblems } from "./problems";
import { plateauSection } from "./section";
import { t } from "../../findings/language";

/** The evidence is `null` for a linear neural ODE: the law of escape is for networks of finitely many layers. */
export const plateau: DearIdea<PlateauStudy | null, PlateauFacts> = {
  name: "plateau",
  cost: "dear",
  *study({ network, theta, effort, path, given }) {
    if (path !== null) return null;
    return yield* studyPlateau(network, theta, plateauData(given()), ESCAPE_BUDGET[effort]);
  },
  facts: ({ network, reading }, study) => ({
    plateau: study === null ? null : plateauSection(network, study, reading.training?.plan.optimizer ?? null),
  }),
  withoutWeights: () => ({ plateau: null }),
  pending: () => ({ plateau: null }),
  problems: (facts, { reading }) => plateauProblems(facts, reading),
};

/** The loss that a study of the saddle looks ahead on: the one the spec trains with, where that is quickly had. */
export function plateauData(given: GivenData | null): PlateauData {
  if (given === null) return { why: t`It was not looked for here.` };
  if (given.kind === "none") return { why: given.why };
  const { set, objective, loss } = given;
  return { objective, set, loss };
}
