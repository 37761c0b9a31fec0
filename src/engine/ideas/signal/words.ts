/** What is said of signals at the start. */
import { counted } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";
import type { Hypothesis } from "../../theory/signal/mean-field";

export const POISED = "Nothing arrives, or numbers leave the range of doubles.";
export const NO_DATA = "There are no samples to look at.";
export const UNCLEAR = "Singular values stand close to the tolerance.";
export const NOT_LOOKED = "It was not looked for here.";
export const KINKED = "No Jacobian agrees with a difference quotient: there is a kink, or the function is too steep.";
export const NO_FLUCTUATION =
  "It is known of linear chains of dense layers without biases, drawn with normal entries or orthonormal columns.";

export function tooLong(seconds: number): string {
  return `It would take an estimated ${formatNumber(seconds, 2)} s, more than its share of an analysis.`;
}

export function sentNote(sent: "data" | "normal", samples: number): string {
  return sent === "data"
    ? `Over ${counted(samples, "sample")} of the data; the residual is the standard error.`
    : `Over ${counted(samples, "seeded standard normal input")}; the residual is the standard error.`;
}

export const BACK = "From random standard normal derivatives at the outputs to the inputs.";

export function jacobianNote(points: number, affine: boolean): string {
  return affine
    ? "Largest and smallest; the same at every input."
    : `Largest and smallest at ${counted(points, "input")}.`;
}

export const CHI_NOTE = "As widths grow, with corrections of order 1/width.";

export const MISSING: Readonly<Record<Hypothesis, string>> = {
  chain: "The theory of wide networks is taken for chains of dense layers.",
  depth: "The theory of wide networks needs two hidden layers.",
  activation: "The theory of wide networks is taken where hidden layers have one activation.",
  draw: "The theory of wide networks needs independent entries of mean 0, of one variance times fan-in between hidden layers.",
  settles: "The mean square of the units settles at no fixed point.",
};

export function signalLost(ratio: number, layers: number, sentence: string): string {
  return `Behind ${counted(layers, "layer")} signals are ${formatNumber(ratio, 2)} times as large as the inputs: ${sentence}`;
}
