/**
 * How long a sweep over gradient descent takes, before it begins: a step is one gradient, about 6 multiplications for every
 * sample and parameter forth and back, and some fixed work. Gradient flow chooses its own steps and is not estimated.
 */
import { t } from "../../findings/language";
import { sampleCount } from "../../flow/plan";
import { parameterCount } from "../../model/compile";
import { readSpec } from "../../spec/read";
import type { SweepPlan } from "./plan";

/** Measured on small networks: multiplications per second, and seconds that a step takes at least. */
const SPEED = 5e8;
const LEAST = 2e-6;
/** Of one core. A longer sweep is begun when it is asked for knowingly only. */
const LONGEST_SECONDS = 1800;

/** Why a sweep is not simply begun, and what to do; `null`: it may be. */
export function tooLongFor(plan: SweepPlan): { readonly reason: string; readonly help: string } | null {
  const seconds = estimatedSeconds(plan);
  if (seconds <= LONGEST_SECONDS) return null;
  const hours = seconds / 3600;
  const time =
    hours < 2
      ? t`${Math.round(60 * hours)} minutes`
      : hours < 48
        ? t`${Math.round(hours)} hours`
        : t`${Math.round(hours / 24)} days`;
  return {
    reason: t`${plan.sweep.runs} runs of gradient descent would take an estimated ${time} of one core.`,
    help: t`Take fewer steps, fewer values or fewer seeds; on the command line --patient does it all the same.`,
  };
}

function estimatedSeconds({ text, sweep, points }: SweepPlan): number {
  const { network, training } = readSpec(text);
  if (network === null || training === null) return 0;
  const { data, optimizer } = training.plan;
  if (optimizer.type !== "gradient-descent") return 0;
  const axis = sweep.axes.findIndex(({ path }) => path.join(".") === "training.optimizer.steps");
  const steps = points.reduce((sum, values) => sum + (axis < 0 ? optimizer.steps : values[axis]), 0) * sweep.seeds;
  // Of a table on disk the length is not known here.
  const all = sampleCount(data) ?? network.inputs;
  const samples = Math.min(optimizer.batchSize ?? all, all);
  return steps * Math.max(LEAST, (6 * samples * parameterCount(network)) / SPEED);
}
