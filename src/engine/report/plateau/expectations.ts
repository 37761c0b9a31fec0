/** What a spec may expect of its plateau. */
import type { Expectation } from "../expectation";
import { t } from "../../findings/language";

export const plateauExpectations = {
  plateauExponent: {
    says: t`The exponent of the escape time in the scale.`,
    value: { is: "number", example: 0.5 },
    found: ({ plateau }) =>
      plateau?.exponent ?? { value: null, note: t`the law of escape is for networks of finitely many layers.` },
  },
} satisfies Record<string, Expectation>;
