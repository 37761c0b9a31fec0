/** What is said of what a framework's idiom cannot express. */
import { inEnglish, said, t, word } from "../findings/language";
import { listed, quote } from "../findings/words";

export const NO_LINEAR_ODE = word`a linear-ode layer is the flow of a polynomial path of matrices, for which there is no layer`;
export const ONE_MATRIX = word`its norm is of one matrix, and this layer has one for each of several sources`;

export const BATCH_NORM_WITHOUT_EPS = word`PyTorch has no batch norm whose eps is 0`;

export function notExpressed(layer: string, why: string): string {
  return t`The layer ${quote(layer)} is not built: ${said(why)}. Its weights are in the file.`;
}

/** The same in the code, which reads alike wherever it was written. */
export function notExpressedInCode(layer: string, why: string): string {
  return inEnglish(() => notExpressed(layer, why));
}

/** The first line of the code. */
export function writtenFor(framework: string, title: string | null): string {
  return `"""${title ?? "A network and where its training starts"}: written by Intrinsic for ${framework}.`;
}

export function heldFixed(names: readonly string[]): string {
  return inEnglish(() => `Not trained: ${listed(names, "and")}.`);
}

export const NO_LAYER = word`Keras has no layer that computes it`;
export const ONE_HOT_BY_HAND = word`it reads tokens without an embedding`;
