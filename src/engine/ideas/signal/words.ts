/** What is said of signals at the start. */
import { counted } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";

export const NOTHING_SENT = "Nothing arrives, or it leaves the range of doubles.";
export const NO_DATA = "There are no samples to look at.";
export const UNCLEAR = "Singular values stand close to the tolerance.";
export const NOT_LOOKED = "It was not looked for here.";
export const KINKED = "It agrees with no difference quotient: a kink, or too steep.";
export const OF_BATCHES =
  "In a norm of the batch an output depends on all inputs of its batch: there is no Jacobian of one input alone.";
export const NO_FLUCTUATION =
  "It is known of linear dense chains without biases, of normal entries or orthonormal columns.";

export function tooLong(seconds: number): string {
  return `It would take an estimated ${formatNumber(seconds, 2)} s, more than its share of an analysis.`;
}

/** `what`: "256 standard normal inputs". */
export function sentNote(what: string): string {
  return `Over ${what}; the residual is the standard error.`;
}

export const BACK = "From random standard normal derivatives at the outputs to the inputs.";

export function jacobianNote(points: number, affine: boolean): string {
  return affine
    ? "Largest and smallest; the same at every input."
    : `Largest and smallest at ${counted(points, "input")}.`;
}

export const CHI_NOTE = "As widths grow, with corrections of order 1/width.";

export const NO_MEAN_FIELD =
  "It is predicted of dense chains of two hidden layers or more, all of one activation and drawn alike: independent entries of mean 0 and one variance times fan-in, from where the mean square settles.";

export const SCALE_BY_WIDTH =
  "Draw weights of variance 1 / fan-in (lecun-normal), or 2 / fan-in (he-normal) for relu, or orthogonal ones.";

export function signalLost(ratio: number, layers: number, sentence: string): string {
  return `Behind ${counted(layers, "layer")} signals are ${formatNumber(ratio, 2)} times as large as the inputs: ${sentence}`;
}
