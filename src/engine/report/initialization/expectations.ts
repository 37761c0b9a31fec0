/** What a spec may expect of its start. */
import type { Expectation } from "../expectation";

export const initializationExpectations = {
  relaxedBalanced: {
    says: "Whether the initialization is relaxed balanced.",
    value: { is: "yes-or-no" },
    found: ({ initialization }) => initialization.relaxedBalanced,
  },
} satisfies Record<string, Expectation>;
