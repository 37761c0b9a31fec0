/** What is said of outputs that are squashed twice. */
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export const NEVER_SURER = t`class 0 is never given a probability above 0.5, nor class 1 one above ${formatNumber(1 / (1 + Math.exp(-1)))}`;

export function appliedTwice(loss: "logistic" | "cross-entropy", what: string, why: string): string {
  return t`The loss "${loss}" applies a ${what} itself, and the output layer has a sigmoid already: applied twice, ${why}.`;
}
