/** What a sweep may measure of signals. */
import type { Measure } from "../measure";

export const signalMeasures = {
  signalGain: {
    says: "The factor by which a signal changes at each layer at the start.",
    words: "signal gain",
    of: "start",
    found: ({ signal }) => ({
      value: signal?.gain.value ?? null,
      note: signal?.gain.note ?? null,
    }),
  },
} satisfies Record<string, Measure>;
