/** What a sweep may measure of a training run. */
import type { Measure } from "../measure";
import { t, word } from "../../findings/language";

export const runMeasures = {
  finalLoss: {
    says: t`The loss at the end.`,
    words: word`final loss`,
    of: "loss",
    foundInRun: (_facts, { loss }) => ({ value: loss.at(-1) ?? null, note: null }),
  },
  maxDrift: {
    says: t`The largest relative drift of any conservation law.`,
    words: word`largest drift`,
    of: "run",
    foundInRun: (_facts, { drift }) =>
      drift.length === 0
        ? { value: null, note: t`There are no laws to drift.` }
        : { value: Math.max(...drift.map(({ maxRelative }) => maxRelative)), note: null },
  },
  intrinsicFlowError: {
    says: t`The largest relative distance between φ(θ(t)) and the intrinsic flow.`,
    words: word`error of the intrinsic flow`,
    of: "run",
    foundInRun: (_facts, { intrinsicFlow, intrinsicFlowNote }) =>
      intrinsicFlow === null
        ? { value: null, note: intrinsicFlowNote ?? t`There is no intrinsic flow.` }
        : { value: intrinsicFlow.maxError, note: null },
  },
} satisfies Record<string, Measure>;
