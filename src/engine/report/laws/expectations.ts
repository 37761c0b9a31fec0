/** What a spec may expect of its laws. */
import type { Expectation } from "../expectation";
import { t } from "../../findings/language";

export const lawExpectations = {
  laws: {
    says: t`Number of independent conservation laws near a generic parameter.`,
    value: { is: "integer", minimum: 0, example: 6 },
    found: ({ laws }) => laws.independent,
  },
  complete: {
    says: t`Whether the known conservation laws are all there are.`,
    value: { is: "yes-or-no" },
    found: ({ laws }) => laws.complete,
  },
} satisfies Record<string, Expectation>;
