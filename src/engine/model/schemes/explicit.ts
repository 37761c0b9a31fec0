/** Weights that are written in the spec. */
import type { GivenScheme } from "./scheme";

export const explicit: GivenScheme<never> = {
  draws: "given",
  words: "The numbers in `weights` and `biases`.",
  numbers: {},
  takes: ["weights", "biases", "bias"],
};
