/** What is said of signals at the start. */
import { counted } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export const NOTHING_SENT = t`Nothing arrives, or it leaves the range of doubles.`;
export const NO_DATA = t`There are no samples to look at.`;
export const UNCLEAR = t`Singular values stand close to the tolerance.`;
export const NOT_LOOKED = t`It was not looked for here.`;
export const KINKED = t`It agrees with no difference quotient: a kink, or too steep.`;
export const OF_BATCHES = t`In a norm of the batch an output depends on all inputs of its batch: there is no Jacobian of one input alone.`;
export const NO_FLUCTUATION = t`It is known of linear dense chains without biases, of normal entries or orthonormal columns.`;

export function tooLong(seconds: number): string {
  return t`It would take an estimated ${formatNumber(seconds, 2)} s, more than its share of an analysis.`;
}

/** `what`: "256 standard normal inputs". */
export function sentNote(what: string): string {
  return t`Over ${what}; the residual is the standard error.`;
}

export const BACK = t`From random standard normal derivatives at the outputs to the inputs.`;

export function jacobianNote(points: number, affine: boolean): string {
  return affine
    ? t`Largest and smallest; the same at every input.`
    : t`Largest and smallest at ${counted(points, t`input`, t`inputs`)}.`;
}

export const CHI_NOTE = t`As widths grow, with corrections of order 1/width.`;

export const NO_MEAN_FIELD = t`It is predicted of dense chains of two hidden layers or more, all of one activation and drawn alike: independent entries of mean 0 and one variance times fan-in, from where the mean square settles.`;

export const SCALE_BY_WIDTH = t`Draw weights of variance 1 / fan-in (lecun-normal), or 2 / fan-in (he-normal) for relu, or orthogonal ones.`;

export function signalLost(ratio: number, layers: number, sentence: string): string {
  return t`Behind ${counted(layers, t`layer`, t`layers`)} signals are ${formatNumber(ratio, 2)} times as large as the inputs: ${sentence}`;
}
