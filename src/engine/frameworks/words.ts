/** What is said of what a framework's idiom cannot express. */
import { quote } from "../findings/words";

export const NO_LINEAR_ODE = "a linear-ode layer is the flow of a polynomial path of matrices, for which there is no layer";
export const ONE_WEIGHT_NORM = "weight norm is of one matrix, and this layer has one for each of several sources";

export function notExpressed(layer: string, why: string): string {
  return `The layer ${quote(layer)} is not built: ${why}. Its weights are in the file.`;
}
