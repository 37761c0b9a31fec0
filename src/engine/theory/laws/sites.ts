/** Where laws live: the layers of a network, with the weights that meet at their units. */
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import type { PortGroup } from "../../model/port";
import { gatedLayers } from "../../model/structure";

/** A layer and what meets at its units. */
export interface Site {
  readonly network: Network;
  readonly layer: number;
  readonly incoming: readonly Block[];
  /** None of layers that are dead themselves. */
  readonly outgoing: readonly Block[];
  /** No path leads from it to the output. */
  readonly dead: boolean;
  /** phi tells its neurons apart (model/structure.ts). */
  readonly gated: boolean;
  /** The widest group of changes of its units that all those weights allow (model/port.ts). */
  readonly allows: PortGroup;
}

/** One for each layer, in their order. */
export function sitesOf(network: Network): Site[] {
  const dead = deadLayers(network);
  const gated = gatedLayers(network);
  const incoming = network.layers.map((): Block[] => []);
  const outgoing = network.layers.map((): Block[] => []);
  for (const block of blocksOf(network)) {
    incoming[block.layer].push(block);
    if (block.source !== null && block.source >= 0 && !dead[block.layer]) outgoing[block.source].push(block);
  }
  return network.layers.map((_, layer) => ({
    network,
    layer,
    incoming: incoming[layer],
    outgoing: outgoing[layer],
    dead: dead[layer],
    gated: gated[layer],
    allows: widestGroup(incoming[layer], outgoing[layer]),
  }));
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

const NARROWEST_FIRST: readonly PortGroup[] = ["none", "diagonal", "linear"];

function widestGroup(incoming: readonly Block[], outgoing: readonly Block[]): PortGroup {
  const groups = [
    ...incoming.map(({ writes }) => writes.group),
    ...outgoing.map(({ reads }) => reads?.group ?? "none"),
  ];
  return NARROWEST_FIRST.find((wanted) => groups.some((group) => group === wanted)) ?? "linear";
}
