/** Weights that are written in the spec. */
import { t } from "../../findings/language";
import type { GivenScheme } from "./scheme";

export const explicit: GivenScheme<never> = {
  draws: "given",
  words: t`The numbers in \`weights\` and \`biases\`.`,
  numbers: {},
  takes: ["weights", "biases", "bias"],
};
