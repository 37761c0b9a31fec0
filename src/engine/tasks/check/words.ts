/** What is said of an expectation that nothing can be held against. */
import { t } from "../../findings/language";

interface Why {
  readonly message: string;
  readonly help: string;
}

export const NO_ENTRY: Why = {
  message: t`Nothing can be held against this expectation.`,
  help: t`Press Ctrl+Space inside “expect” for the names of what can be expected.`,
};

/** `error`: what prevents the simulation. */
export function noRun({ message, help }: Why): Why {
  return { message: t`The training cannot be simulated: ${message}`, help };
}
