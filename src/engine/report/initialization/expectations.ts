/** What a spec may expect of its start. */
import type { Expectation } from "../expectation";
import { t } from "../../findings/language";

export const initializationExpectations = {
  relaxedBalanced: {
    says: t`Whether the initialization is relaxed balanced.`,
    value: { is: "yes-or-no" },
    found: ({ initialization }) => initialization.relaxedBalanced,
  },
} satisfies Record<string, Expectation>;
