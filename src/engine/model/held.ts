/** Which of a layer's tensors a spec, or the kind of layer, holds fixed. What follows from it: fixed.ts. */
import type { Block } from "./block";
import type { Network } from "./network";

export function isHeld(network: Network, { layer, source, held }: Pick<Block, "layer" | "source" | "held">): boolean {
  const { trained = "all" } = network.layers[layer];
  return held === true || trained === "none" || trained === (source === null ? "weights" : "biases");
}
