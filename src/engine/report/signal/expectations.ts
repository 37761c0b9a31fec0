/** What a spec may expect of its signals. */
import type { Expectation } from "../expectation";
import { gainOf } from "./facts";
import { t } from "../../findings/language";

export const signalExpectations = {
  signalGain: {
    says: t`The factor by which a signal changes at each layer at the start.`,
    value: { is: "number", minimum: 0, example: 1 },
    found: ({ signal }) => gainOf(signal),
  },
} satisfies Record<string, Expectation>;
