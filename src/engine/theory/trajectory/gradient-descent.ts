/**
 * Gradient descent with its laws: what is measured after each sampled step, and what the recursion of drift.ts says it
 * should be. Both are sampled; the recursion itself is carried through every step.
 */
import { descend, type DescentResult, type DescentStep } from "../../flow/descent/descend";
import { norm } from "../../math/dense/matrix";
import { isOneLayersMatrix, lawValues } from "../laws/families";
import { largestDifference, predictLaws, skewMomentum } from "./drift";
import type { Optimizer } from "../../flow/plan";
import type { Training } from "./training";

export type DescentOptimizer = Extract<Optimizer, { type: "gradient-descent" }>;

export interface LawPrediction {
  /**
   * Per family: the predicted |h_k - h_0|, largest entry, at the samples; null with momentum, where no such formula
   * holds.
   */
  readonly absolute: readonly (readonly number[])[] | null;
  /**
   * With momentum, per family (empty for other families than matrices): the largest skew momentum at the samples,
   * relative to the largest ‖delta‖ ‖theta‖ so far. Near a minimum the steps shrink, and their own size would only show
   * rounding.
   */
  readonly skew: readonly (readonly number[])[] | null;
}

export interface WatchedDescent {
  readonly steps: Generator<DescentStep, DescentResult>;
  readonly prediction: LawPrediction;
  /** After the last step no gradient is asked for: this takes its sample. */
  finish(theta: Float64Array): void;
}

/** `at`: the sampled step numbers, increasing from 0. */
export function watchedDescent(
  { objective, families, theta }: Training,
  optimizer: DescentOptimizer,
  at: readonly number[],
): WatchedDescent {
  const { learningRate, weightDecay, momentum } = optimizer;
  const initial = families.map((family) => Float64Array.from(lawValues(family, theta).values));
  const predicted = momentum === 0 ? predictLaws(families, theta, learningRate, weightDecay) : null;
  const absolute = families.map((): number[] => []);
  const skew = families.map((): number[] => []);
  let before: Float64Array | null = null;
  let step = 0;
  let sampled = 0;
  let largest = 0;
  const sample = (now: Float64Array): void => {
    if (at[sampled] === step) {
      sampled++;
      if (predicted !== null)
        families.forEach((_, f) => absolute[f].push(largestDifference(predicted.values[f], initial[f])));
      else if (before !== null) {
        const from = before;
        const delta = now.map((x, i) => x - from[i]);
        largest = Math.max(largest, norm(delta) * norm(now));
        const size = largest || 1;
        families.forEach(
          (family, f) => isOneLayersMatrix(family) && skew[f].push(skewMomentum(family, now, delta) / size),
        );
      } else families.forEach((family, f) => isOneLayersMatrix(family) && skew[f].push(0));
    }
  };
  /** Called with theta_step and its gradient, once per step. */
  const watch = (now: Float64Array, gradient: Float64Array): void => {
    sample(now);
    predicted?.step(gradient);
    if (predicted === null) {
      before ??= new Float64Array(now.length);
      before.set(now);
    }
    step++;
  };
  const watched = {
    ...objective,
    gradient(point: Float64Array, into: Float64Array) {
      const loss = objective.gradient(point, into);
      watch(point, into);
      return loss;
    },
    gradientOn(batch: Int32Array, point: Float64Array, into: Float64Array) {
      const loss = objective.gradientOn(batch, point, into);
      watch(point, into);
      return loss;
    },
  };
  const { batchSize, ...rest } = optimizer;
  const steps = descend(
    watched,
    theta,
    batchSize === null ? { ...rest, samples: at } : { ...rest, batchSize, samples: at },
  );
  return {
    steps,
    prediction: { absolute: predicted === null ? null : absolute, skew: predicted === null ? skew : null },
    finish: sample,
  };
}
