/** What a spec may expect of its signals. */
import type { Expectation } from "../expectation";

export const signalExpectations = {
  signalGain: {
    says: "The factor by which a signal changes at each layer at the start.",
    value: { is: "number", minimum: 0, example: 1 },
    found: ({ signal }) => signal?.gain ?? { value: null, note: "A linear neural ODE has no layers to count." },
  },
} satisfies Record<string, Expectation>;
