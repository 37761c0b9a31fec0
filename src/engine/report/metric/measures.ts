/** What a sweep may measure of the metric. */
import type { Measure } from "../measure";
import { t, word } from "../../findings/language";

export const metricMeasures = {
  violation: {
    says: t`How much the metric changes along directions that change neither φ nor a law.`,
    words: word`violation`,
    of: "start",
    found: ({ intrinsicMetric: { violation } }) => ({
      value: violation.value,
      note: violation.value === null ? (violation.note ?? t`It is not known.`) : null,
    }),
  },
} satisfies Record<string, Measure>;
