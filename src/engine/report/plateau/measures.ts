/** What a sweep may measure of the plateau. */
import type { Measure } from "../measure";
import { t, word } from "../../findings/language";

export const plateauMeasures = {
  escapeTime: {
    says: t`First time the loss is below \`threshold\` times its initial value.`,
    words: word`escape time`,
    of: "loss",
    foundInRun: ({ plateau }) => ({
      value: plateau?.measuredEscapeTime?.value ?? null,
      note: plateau === null ? t`Escape times of a linear neural ODE are not measured.` : null,
    }),
  },
} satisfies Record<string, Measure>;
