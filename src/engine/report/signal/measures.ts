/** What a sweep may measure of signals. */
import type { Measure } from "../measure";
import { gainOf } from "./facts";
import { t, word } from "../../findings/language";

export const signalMeasures = {
  signalGain: {
    says: t`The factor by which a signal changes at each layer at the start.`,
    words: word`signal gain`,
    of: "start",
    found: ({ signal }) => {
      const { value, note } = gainOf(signal);
      return { value, note: value === null ? (note ?? null) : null };
    },
  },
} satisfies Record<string, Measure>;
