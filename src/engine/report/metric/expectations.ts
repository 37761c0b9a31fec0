/** What a spec may expect of the metric. */
import type { Expectation } from "../expectation";

export const metricExpectations = {
  intrinsicMetric: {
    says: "Whether the dynamics of φ(θ) are intrinsic from this initialization.",
    value: {
      is: "word",
      words: {
        holds: "φ(θ) and the laws determine the metric: the dynamics are intrinsic.",
        fails: "The metric changes along a direction that changes neither φ nor a law.",
        unknown: "Neither is known.",
      },
    },
    found: ({ intrinsicMetric }) => intrinsicMetric,
  },
  recoverable: {
    says: "Whether the parameters are locally a function of φ(θ) and the laws.",
    value: { is: "yes-or-no" },
    found: ({ recoverability }) => recoverability,
  },
} satisfies Record<string, Expectation>;
