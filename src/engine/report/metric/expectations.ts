/** What a spec may expect of the metric. */
import type { Expectation } from "../expectation";
import { t } from "../../findings/language";

export const metricExpectations = {
  intrinsicMetric: {
    says: t`Whether the dynamics of φ(θ) are intrinsic from this initialization.`,
    value: {
      is: "word",
      words: {
        holds: t`φ(θ) and the laws determine the metric: the dynamics are intrinsic.`,
        fails: t`The metric changes along a direction that changes neither φ nor a law.`,
        unknown: t`Neither is known.`,
      },
    },
    found: ({ intrinsicMetric }) => intrinsicMetric,
  },
  recoverable: {
    says: t`Whether the parameters are locally a function of φ(θ) and the laws.`,
    value: { is: "yes-or-no" },
    found: ({ recoverability }) => recoverability,
  },
} satisfies Record<string, Expectation>;
