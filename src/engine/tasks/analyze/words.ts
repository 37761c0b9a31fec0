/** What is said of an expectation that nothing can be held against. */
import { t } from "../../findings/language";

export function expectedButUnknown(property: string, expected: string, why: string): string {
  return t`Expected ${property} to be ${expected}, but it is not known: ${why}`;
}

/** In place of the value that was found. */
export function notKnown(why: string): string {
  return t`not known: ${why}`;
}

export function speaksOfARun(property: string): string {
  return t`${property} speaks of a training run: it is compared when the training is simulated.`;
}
