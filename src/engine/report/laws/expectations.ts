/** What a spec may expect of its laws. */
import type { Expectation } from "../expectation";

export const lawExpectations = {
  laws: {
    says: "Number of independent conservation laws near a generic parameter.",
    value: { is: "integer", minimum: 0, example: 6 },
    found: ({ laws }) => laws.independent,
  },
  complete: {
    says: "Whether the known conservation laws are all there are.",
    value: { is: "yes-or-no" },
    found: ({ laws }) => laws.complete,
  },
} satisfies Record<string, Expectation>;
