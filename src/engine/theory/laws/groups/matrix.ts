/**
 * Hidden layer without gate, all its weights dense: theta -> (T W_in, T b, W_out T^{-1}) leaves the function unchanged
 * for every invertible T, and the symmetric matrix  sum W_outᵀ W_out - sum W_in W_inᵀ - b bᵀ  is conserved
 * (arXiv:2307.00144, section 4; n(n+1)/2 entries).
 */
import { isIdentity } from "../../../model/structure";
import type { Site } from "../sites";
import type { LawGroup } from "./group";
import { firstUnits, gramsOf, neuronsOf } from "./notation";
import { strandsOf } from "./strands";

export const matrix: LawGroup = {
  name: "matrix",
  title: "rotations of a linear hidden layer",
  reference: "arXiv:2307.00144, section 4 (linear networks); arXiv:2506.06194, Prop. 3.5",
  laws: {
    order: 2,
    pairs({ size }) {
      const pairs: [number, number][] = [];
      for (let j = 0; j < size; j++) for (let k = j; k < size; k++) pairs.push([j, k]);
      return pairs;
    },
    whole: true,
    among: ({ size }) => firstUnits(size),
  },
  formula: (network, family) => gramsOf(network, family, "linear"),
  labels: (network, { layer, size }) => neuronsOf(network, layer, firstUnits(size)),
  drifting(network, { layer, outgoing }) {
    const next = new Set(outgoing.map((block) => network.layers[block.layer].name));
    return `law matrix between ${network.layers[layer].name} and ${[...next].join(", ")}`;
  },

  ofLayer(site) {
    if (!turnsFreely(site)) return null;
    const { network, layer, incoming, outgoing } = site;
    const { name, units } = network.layers[layer];
    const strands = strandsOf(site, -1);
    const count = (units * (units + 1)) / 2;
    return { id: `matrix:${name}`, layer, incoming, outgoing, strands, size: units, count };
  },
};

/** Whether every invertible change of the layer's units is undone by what reads them. */
export function turnsFreely({ network, layer, dead, gated, allows }: Site): boolean {
  return !dead && !gated && isIdentity(network.layers[layer].activation) && allows === "linear";
}
