/**
 * How fast neighbouring layers lose their balance (arXiv:2605.01288, the imbalance identity). Of a hidden layer with
 * incoming weights W_in, bias b, activation σ and outgoing weights W_out (over all layers that take from it), let
 *   Δ = ‖W_out‖² - ‖W_in‖² - ‖b‖²   and   φ_σ(z) = z σ'(z) - σ(z).   Along gradient flow of any loss
 *   dΔ/dt = 2 E ⟨ g, φ_σ(z) ⟩,   z the pre-activations, g = dL/dσ(z) = W_outᵀ ∇_{z_next} L,   E over the samples.
 * Proof: d‖W_out‖²/dt = -2 E⟨g, σ(z)⟩, and with δ = σ'(z) g, z = W_in y + b:  d(‖W_in‖² + ‖b‖²)/dt = -2 E⟨δ, z⟩. So it
 * holds for a layer that adds up products of its weights, as do all that read it; weights may be shared. Where σ has a kink, relu's at 0, φ_σ(0) = 0 whatever derivative is
 * taken there: the identity holds as computed, and the trajectory follows that choice.
 *
 * Both sides are computed apart: the left from the gradient of the weights, the right from pre-activations. They agree
 * to rounding of `scale`. Cost: one gradient.
 */
import type { Objective } from "../../flow/objective/objective";
import { sigmaOf } from "../../model/activations";
import type { Block, Network } from "../../model/network";
import { blocksOf, compile } from "../../model/compile";
import { hiddenLayers } from "../../model/network";
import { isPiecewiseLinear } from "../../model/structure";

export interface ImbalanceRate {
  readonly layer: number;
  /** dΔ/dt = 2 ⟨W_in, ∇⟩ + 2 ⟨b, ∇⟩ - 2 ⟨W_out, ∇⟩. */
  readonly left: number;
  /** 2 E⟨g, φ_σ(z)⟩ */
  readonly right: number;
  /** Sum of the sizes of the left side's terms, what rounding is relative to. */
  readonly scale: number;
}

/** Hidden layers of which the identity speaks: they add up what they read, and so does all that reads them. */
export function layersWithRates(network: Network): number[] {
  const { layers } = compile(network);
  return hiddenLayers(network).filter(
    (layer) =>
      layers[layer].addsUp && network.layers.every(({ sources }, l) => layers[l].addsUp || !sources.includes(layer)),
  );
}

/** One for each of these, first to last. */
export function imbalanceRates(network: Network, objective: Objective, theta: Float64Array): ImbalanceRate[] {
  const right = new Float64Array(network.layers.length);
  const excess = network.layers.map(({ activation }) => (isPiecewiseLinear(activation) ? null : excessOf(activation)));
  const gradient = new Float64Array(theta.length);
  objective.gradient(theta, gradient, (layer, { numbers, z, pull, count }) => {
    const phi = excess[layer];
    if (phi === null) return;
    let sum = 0;
    for (let i = 0; i < count; i++) if (numbers[pull + i] !== 0) sum += numbers[pull + i] * phi(numbers[z + i]);
    right[layer] += 2 * sum;
  });
  const blocks = blocksOf(network);
  return layersWithRates(network).map((layer) => {
    let [left, scale] = [0, 0];
    const add = ({ offset, rows, columns }: Block, sign: number): void => {
      for (let i = offset; i < offset + rows * columns; i++) {
        const term = 2 * theta[i] * gradient[i];
        left += sign * term;
        scale += Math.abs(term);
      }
    };
    for (const block of blocks) {
      if (block.layer === layer) add(block, 1);
      if (block.source === layer) add(block, -1);
    }
    return { layer, left, right: right[layer], scale };
  });
}

/** φ_σ */
function excessOf(activation: Network["layers"][number]["activation"]): (z: number) => number {
  const { value, derivative } = sigmaOf(activation);
  return (z) => z * derivative(z) - value(z);
}
