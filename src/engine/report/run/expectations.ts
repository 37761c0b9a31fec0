/** What a spec may expect of its training run: bounds on what a simulation measures. */
import type { Expectation } from "../expectation";
import { t } from "../../findings/language";

export const runExpectations = {
  maxDrift: {
    says: t`Upper bound on the largest relative drift of any law along the trajectory.`,
    value: { is: "number", minimum: 0, example: 1e-6 },
    foundInRun: ({ drift, sentence: why, status }) =>
      status === "done"
        ? // What holds of the network near the start only may end on the way.
          {
            value: Math.max(0, ...drift.filter(({ from }) => from !== "network").map(({ maxRelative }) => maxRelative)),
          }
        : { value: null, note: `${why}.` },
  },
  intrinsicFlowError: {
    says: t`Upper bound on the largest relative distance between φ(θ(t)) and the intrinsic flow.`,
    value: { is: "number", minimum: 0, example: 1e-6 },
    foundInRun: ({ intrinsicFlow, intrinsicFlowNote, sentence: why, status }) => {
      if (intrinsicFlow === null)
        return { value: null, note: t`there is no closed equation: ${intrinsicFlowNote ?? t`none is known`}.` };
      if (intrinsicFlow.endedAt !== null) return { value: null, note: intrinsicFlow.sentence };
      return status === "done" ? { value: intrinsicFlow.maxError } : { value: null, note: `${why}.` };
    },
  },
} satisfies Record<string, Expectation>;
