/**
 * A part of a wire as the two linear layers that it is: U_1 = its writers (n x m), U_2 = its readers, transposed (k x n), φ = U_2 U_1.
 * So all that is known of two linear layers holds of it, by the same code.
 */
import { telling, type Effort, type Progress } from "../../../findings/progress";
import { activationNamed } from "../../../model/activations";
import type { Layer, Network } from "../../../model/network";
import { balanceOf, canBalance, type InterfaceBalance } from "../../balance/relaxed-balance";
import { effectiveChain } from "../../balance/effective-width";
import { countLaws, countLimits } from "../../laws/count";
import { combine } from "../combine";
import type { MetricResult } from "../result";
import { applies, checkTheorems } from "../theorems";
import { twoLayerKernelCost } from "../two-layer-kernel";
import { decideMetric } from "../verdict";
import type { CircuitPart } from "./circuit";
import type { Allowance } from "./basis";

export interface TwoLayers {
  readonly network: Network;
  readonly theta: Float64Array;
  /** m, n, k. */
  readonly widths: readonly [number, number, number];
}

export function twoLayersOf({ writers, readers }: CircuitPart, theta: Float64Array): TwoLayers {
  const [n, m, k] = [writers.length, writers[0].length, readers[0].length];
  const weights = new Float64Array(n * (m + k));
  writers.forEach((row, j) => row.forEach((at, a) => (weights[j * m + a] = theta[at])));
  readers.forEach((row, j) => row.forEach((at, b) => (weights[n * m + b * n + j] = theta[at])));
  return { network: linearChain([m, n, k]), theta: weights, widths: [m, n, k] };
}

/** How far the law matrix is from a multiple of the identity; null: too large. */
export function balanceOn({ network, theta }: TwoLayers): InterfaceBalance | null {
  return canBalance(network) ? balanceOf(network, theta)[0] : null;
}

/** Largest number of weights that are tested; beyond, theorems alone speak. */
const MOST_TESTED = 600;

export function* decideTwoLayers(
  { network, theta, widths: [m, n, k] }: TwoLayers,
  effort: Effort,
  allowance: Allowance,
): Generator<Progress, MetricResult> {
  const cost = twoLayerKernelCost(m, n, k);
  if (theta.length <= MOST_TESTED && cost <= allowance.left) {
    allowance.left -= cost;
    const count = yield* countLaws(network, countLimits(effort));
    const steps = decideMetric(network, count, theta, effort, "no pair");
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      yield { stage: step.value.stage, fraction: step.value.fraction };
    }
  }
  const theorems = canBalance(network) ? yield* telling(checkTheorems(effectiveChain(network, theta)), STAGE) : [];
  const proven = theorems.find((check) => check.published && applies(check)) ?? null;
  const evidence = { network, found: null, neighbours: [], theorems, proven, graph: null, regular: null };
  return { ...combine(evidence), witness: null };
}

export const STAGE: Progress = { stage: "Testing whether the metric of each circuit is intrinsic", fraction: null };

function linearChain([inputs, ...units]: readonly number[]): Network {
  const layers = units.map((width, l): Layer => ({
    name: `layer${l + 1}`,
    type: "dense",
    units: width,
    activation: activationNamed("identity", undefined),
    bias: false,
    sources: [l - 1],
  }));
  return { inputs, layers, parametrization: "auto" };
}
