/** What is said of what a framework's idiom cannot express. */
import { listed, quote } from "../findings/words";

export const NO_LINEAR_ODE =
  "a linear-ode layer is the flow of a polynomial path of matrices, for which there is no layer";
export const ONE_MATRIX = "its norm is of one matrix, and this layer has one for each of several sources";

export const BATCH_NORM_WITHOUT_EPS = "PyTorch has no batch norm whose eps is 0";

export function notExpressed(layer: string, why: string): string {
  return `The layer ${quote(layer)} is not built: ${why}. Its weights are in the file.`;
}

/** The first line of the code. */
export function writtenFor(framework: string, title: string | null): string {
  return `"""${title ?? "A network and where its training starts"}: written by Intrinsic for ${framework}.`;
}

export function heldFixed(names: readonly string[]): string {
  return `Not trained: ${listed(names, "and")}.`;
}

export const NO_LAYER = "Keras has no layer that computes it";
export const ONE_HOT_BY_HAND = "it reads tokens without an embedding";
