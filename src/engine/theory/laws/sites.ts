/** Where laws live: the wires of a network (model/wires.ts), and what phi makes of them. */
import { both, RESCALINGS, type Changes } from "../../model/changes";
import type { Network } from "../../model/network";
import { compile } from "../../model/compile";
import { gatedLayers } from "../../model/structure";
import type { Touch, Wire } from "../../model/wires";

/** A wire with what meets on it. */
export interface Site extends Pick<
  Wire,
  "layer" | "layers" | "inner" | "size" | "allowedByTensors" | "unseen" | "compensated" | "centred"
> {
  readonly network: Network;
  /** As labels have it: the layer's name, or that of what lies in it. */
  readonly name: string;
  readonly incoming: readonly Touch[];
  /** None of layers that are dead themselves. */
  readonly outgoing: readonly Touch[];
  /** No path leads from it to the output. */
  readonly dead: boolean;
  /** The widest group of changes of its channels that phi allows: it may tell neurons apart (model/structure.ts). */
  readonly allows: Changes;
}

/** In the order of the layers. */
export function sitesOf(network: Network): Site[] {
  const dead = deadLayers(network);
  const gated = gatedLayers(network);
  return compile(network).wires.map((wire): Site => {
    const { layer, inner, layers, size, allows, allowedByTensors, writers, readers, unseen, compensated, centred } =
      wire;
    const { name } = network.layers[layer];
    return {
      network,
      layer,
      layers,
      inner,
      size,
      allowedByTensors,
      unseen,
      compensated,
      centred,
      name: inner === null ? name : `${name}.${inner}`,
      incoming: writers,
      outgoing: readers.filter(({ block }) => !dead[block.layer]),
      dead: (inner === null ? layers : [layer]).every((l) => dead[l]),
      allows: layers.some((l) => gated[l]) ? both(allows, RESCALINGS, size) : allows,
    };
  });
}

/** Layers from which the output cannot be reached: nothing in them ever moves. */
export function deadLayers(network: Network): boolean[] {
  const dead = network.layers.map(() => true);
  dead[dead.length - 1] = false;
  for (let l = dead.length - 1; l >= 0; l--) {
    if (dead[l]) continue;
    for (const source of network.layers[l].sources) if (source >= 0) dead[source] = false;
  }
  return dead;
}
