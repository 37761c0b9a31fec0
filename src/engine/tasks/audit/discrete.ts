/**
 * Laws of gradient flow under optimizers that take steps: what K steps of rate η with weight decay λ make of them, exactly.
 *
 *   gradient g of any loss: B(θ, g) = 0 for h(θ) = B(θ, θ), and ⟨u, g⟩ = 0 for ℓ = ⟨u, θ⟩.
 *   SGD                     h' = (1 − ηλ)² h + η² h(g)                    ℓ' = (1 − ηλ) ℓ
 *   heavy ball              v' = μ v + g + λ θ, θ' = θ − η v'             w' = μ w + λ ℓ, ℓ' = ℓ − η w'
 *   Nesterov                θ' = θ − η (g + λ θ + μ v')                   ℓ' = ℓ − η (λ ℓ + μ w')
 *
 * with w = ⟨u, v⟩, which is 0 when a run begins. Whether the decay is added to the gradient or decoupled is the same for SGD.
 * Proofs in docs/mathematics.md, “Discrete time”.
 */
import type { ClaimedRun } from "../../report/audit/run";

/** What a run makes of ℓ = 1: linear, exact without gradients. Cost: K. */
export function linearFactor({ optimizer, learningRate, weightDecay, momentum, steps }: Required<Claimed>): number {
  const decay = learningRate * weightDecay;
  if (optimizer === "sgd" || momentum === 0) return (1 - decay) ** steps;
  let [w, l] = [0, 1];
  for (let k = 0; k < steps; k++) {
    const pull = weightDecay * l;
    w = momentum * w + pull;
    l -= learningRate * (optimizer === "nesterov" ? pull + momentum * w : w);
  }
  return l;
}

/** ρ = (1 − ηλ)^{2K}: what K steps of SGD make of a quadratic law but for η² Σ h(g). */
export function quadraticFactor(learningRate: number, weightDecay: number, steps: number): number {
  return (1 - learningRate * weightDecay) ** (2 * steps);
}

/**
 * |h_K − ρ h_0| ≤ |H| η² c² Σ_j (1 − ηλ)^{2j} for SGD with gradients of norm at most c; with momentum and no decay
 * |h_K − h_0| ≤ |H| η² c² K (1 + μ)/(1 − μ)³. `null`: not known.
 */
export function clippedBound({ learningRate, weightDecay, momentum, steps, clip }: Required<Claimed>): number | null {
  const step = (learningRate * clip) ** 2;
  if (momentum > 0) return weightDecay === 0 ? (step * steps * (1 + momentum)) / (1 - momentum) ** 3 : null;
  const shrink = (1 - learningRate * weightDecay) ** 2;
  return step * (shrink === 1 ? steps : (1 - shrink ** steps) / (1 - shrink));
}

/**
 * Gradient descent on all samples, steps of one rate η ≤ 1/β where the loss is β-smooth between them, λ = 0:
 * L(θ − ηg) ≤ L(θ) − η (1 − ηβ/2) |g|² ≤ L(θ) − η |g|²/2, so Σ η² |g_k|² ≤ 2η (L_0 − L_K), and |h_K − h_0| ≤ |H| times that (here |H| = 1).
 * Negative: the loss rose, so the steps were longer.
 */
export function descentBound(learningRate: number, decrease: number): number {
  return 2 * learningRate * decrease;
}

/** The run with everything said. */
type Claimed = {
  [K in "learningRate" | "weightDecay" | "momentum" | "steps" | "clip"]: number;
} & Pick<ClaimedRun, "optimizer">;
