/**
 * Laws along a trajectory: how far each family has moved from its values at the start, and how far it should have.
 *
 * Gradient flow keeps every law; what moves is the integrator's error. A step of gradient descent with learning rate
 * eta and weight decay lambda moves a quadratic law h by exactly
 *   h' = (1 - eta lambda)² h + eta² h(g),        g the gradient of the loss (of the batch) at that step,
 * because the cross term <grad h(theta), g> vanishes: it is a law (arXiv:2506.06194, Prop. 5.1; math in
 * docs/mathematics.md). Of h = 2 b + q(v), q quadratic, it is 2 g_b + <grad q(v), g>, and with k = 1 - eta lambda
 *   2 b' = 2 k b - 2 eta g_b,      q' = k² q + 2 eta k g_b + eta² q(g). Per unit of time eta k that is a drift of order eta.
 *
 * Heavy-ball momentum does not keep the symmetric laws. On a hidden layer with a law matrix it keeps the skew ones:
 *   J = <theta' - theta, R theta> for every rotation generator R of the layer,  J_k = beta^k J_0,
 * and from rest (no velocity at the start) J = 0 for ever (arXiv:2405.12888; exact also for the discrete steps, since
 * <delta, R delta> = 0).
 */
import { multiply, transpose } from "../../math/dense/matrix";
import type { LawFamily } from "../laws/families";
import { lawValues, strandMatrix } from "../laws/families";

/**
 * The size of the terms of the family's laws: the sum of the squares of their weights, its root for laws that are
 * linear, both for those that are of both kinds.
 */
export function familyScale(family: LawFamily, theta: Float64Array): number {
  let sum = 0;
  const touches = [...family.incoming, ...family.outgoing];
  for (const { offset, rows, columns } of new Set(touches.map(({ block }) => block)))
    for (let e = offset; e < offset + rows * columns; e++) sum += theta[e] * theta[e];
  if (family.group.laws.order === 1) return Math.sqrt(sum);
  return family.doubled === undefined ? sum : sum + Math.sqrt(sum);
}

/** Largest |a - b| over a family's values. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/** The values that the recursion gives, step by step. Linear laws move by weight decay alone. */
export interface PredictedLaws {
  /** The step from theta with the gradient g. */
  step(g: Float64Array): void;
  /** Per family, the values now. */
  readonly values: readonly Float64Array[];
}

export function predictLaws(
  families: readonly LawFamily[],
  theta: Float64Array,
  learningRate: number,
  weightDecay: number,
): PredictedLaws {
  const values = families.map((family) => Float64Array.from(lawValues(family, theta).values));
  const kept = 1 - learningRate * weightDecay;
  const keep = kept ** 2;
  /** 2 b of every law that has one. */
  const doubled = families.map((family) => Float64Array.from(family.doubled ?? [], (at) => 2 * theta[at]));
  return {
    values,
    step(g) {
      families.forEach((family, f) => {
        if (family.group.laws.order === 1) return void values[f].forEach((x, i) => (values[f][i] = kept * x));
        const added = lawValues(family, g).values;
        if (family.doubled !== undefined)
          return family.doubled.forEach((at, i) => {
            const [linear, pull] = [doubled[f][i], 2 * g[at]];
            doubled[f][i] = kept * linear - learningRate * pull;
            const quadratic = keep * (values[f][i] - linear) + learningRate * kept * pull;
            values[f][i] = doubled[f][i] + quadratic + learningRate ** 2 * (added[i] - pull);
          });
        for (let i = 0; i < added.length; i++) values[f][i] = keep * values[f][i] + learningRate ** 2 * added[i];
      });
    },
  };
}

/** The largest entry of sum over tensors M at the layer's units (a row for each) of dM Mᵀ - M dMᵀ, d = theta' - theta. */
export function skewMomentum(family: LawFamily, theta: Float64Array, delta: Float64Array): number {
  const n = family.size;
  const sum = new Float64Array(n * n);
  const add = (a: Float64Array): void => {
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum[i * n + j] += a[i * n + j] - a[j * n + i];
  };
  for (const { first } of family.strands)
    add(multiply(strandMatrix(first, n, delta), transpose(strandMatrix(first, n, theta))).data);
  return sum.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}
