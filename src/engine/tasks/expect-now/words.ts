/** What is said of expectations that are written from the report. */
import { t } from "../../findings/language";
import { listed } from "../../findings/words";

/** `names`: of the expectations, in the order of the text. */
export function added(names: readonly string[]): string {
  return t`Expects from now on what holds: ${listed(names, "and")}. What is not known, and what was expected already, stays as it was.`;
}

export const NOTHING_NEW = {
  kind: "refused",
  reason: t`The spec expects all that is known of it already.`,
  help: t`Nothing was changed.`,
} as const;

export const NO_SPEC = {
  kind: "refused",
  reason: t`The text has errors, so nothing can be added to it.`,
  help: t`Correct what the Problems view lists, then try again.`,
} as const;
