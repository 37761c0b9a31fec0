/**
 * Parameters that are held fixed: they enter the function, and no gradient moves them. The dynamics are those of the
 * others, dθ_t/dt = −P ∇L with the projection P onto the trained coordinates. What is proven for all parameters moving
 * need not hold then: Euler's identity, which makes ‖in‖² − ‖out‖² of a neuron constant, sums over all of its weights.
 */
import { t } from "../findings/language";
import type { Block, Network } from "./network";
import { blocksOf, parameterCount } from "./compile";
import { isHeld } from "./held";

export function isFixed(network: Network, block: Block): boolean {
  return isHeld(network, block);
}

/** 1 at the coordinates of θ that are held fixed; `null`: none is. */
export function fixedCoordinates(network: Network): Uint8Array | null {
  if (!hasFixed(network)) return null;
  const fixed = new Uint8Array(parameterCount(network));
  for (const block of blocksOf(network))
    if (isFixed(network, block)) fixed.fill(1, block.offset, block.offset + block.rows * block.columns);
  return fixed;
}

export function fixedCount(network: Network): number {
  return blocksOf(network).reduce((sum, block) => sum + (isFixed(network, block) ? block.rows * block.columns : 0), 0);
}

export function hasFixed(network: Network): boolean {
  return fixedCount(network) > 0;
}

/** Why a statement about all parameters moving is not made; `null`: they all move. */
export function fixedNote(network: Network): string | null {
  return hasFixed(network)
    ? t`Some parameters are held fixed, and what is known here is for networks that train all of them.`
    : null;
}
