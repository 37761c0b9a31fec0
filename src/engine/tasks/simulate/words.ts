/** What a run says of itself, and what it advises. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";

export function pathsComeApart(separation: readonly number[]): string {
  return t`From one Z₁ and the same laws, the two paths come apart by up to ${formatNumber(Math.max(0, ...separation), 3)} relative to Z₁.`;
}

export const HOW_TO_TRAIN = t`Add one: "training": { "data": { "kind": "teacher", "samples": 64 }, "optimizer": { "type": "gradient-flow", "time": 10 } }.`;

export function networksComeApart(most: number): string {
  return t`From one φ and the same laws, the two networks come apart by up to ${formatNumber(most, 3)} relative to φ.`;
}

export function stableRateAdvice(stableLearningRate: number): string {
  return t`Choose a learning rate below about ${formatNumber(stableLearningRate, 2)}: the bound 2 (1 + momentum) / (largest eigenvalue of the Hessian + weight decay) at the start.`;
}

export const KINKS_MEET_ADVICE = t`The trajectory may be where kinks of the loss meet that cannot be told apart, each a neuron's input that stays at 0 for some sample: look at the run up to there, or choose a shorter time, other samples, or a smooth activation.`;

export const DESCENT_OF_A_LINEAR_ODE = t`The path of a linear neural ODE is trained by gradient flow; gradient descent on it is not part of this version.`;
