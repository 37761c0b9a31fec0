/** The data at the start: what the classes are, and which units are dead on all of it. */
import type { PromptIdea } from "../idea";
import type { DataFacts } from "../../report/data/facts";
import { deadProblem } from "./problems";
import { studyData, type DataStudy } from "./study";

/** The evidence is `null` where no data were looked at. */
export const data: PromptIdea<DataStudy | null, DataFacts> = {
  name: "data",
  cost: "quick",
  *study({ network, theta, path, given }) {
    return path === null ? studyData(network, theta, given()) : null;
  },
  facts: (_of, study) => (study === null ? {} : { data: study.section }),
  withoutWeights: () => ({}),
  problems: (_facts, { network, reading }, study) =>
    study === null ? [] : study.section.dead.map((dead) => deadProblem(dead, study.still, network, reading.places)),
};
