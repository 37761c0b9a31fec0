/**
 * Hidden layer without gate, all its weights dense: theta -> (T W_in, T b, W_out T^{-1}) leaves the function unchanged
 * for every invertible T, and the symmetric matrix  sum W_outᵀ W_out - sum W_in W_inᵀ - b bᵀ  is conserved
 * (arXiv:2307.00144, section 4; n(n+1)/2 entries).
 */
import { partsOf } from "../../../model/changes";
import type { Found, LawFamily, LawGroup } from "./group";
import { firstUnits, gramsOf, neuronsOf } from "./notation";
import { strandsOf } from "./strands";
import { t, word } from "../../../findings/language";

export const matrix: LawGroup = {
  name: "matrix",
  title: word`rotations of a linear hidden layer`,
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
  labels: (_, family) => neuronsOf(family.name, membersOf(family)),
  drifting(network, { name, outgoing }) {
    const next = new Set(outgoing.map(({ block }) => network.layers[block.layer].name));
    const readers = [...next].join(", ");
    return t`law matrix between ${name} and ${readers}`;
  },

  onWire(site) {
    const { layer, name, incoming, outgoing, size, allows, dead } = site;
    if (dead || allows.kind !== "mixing") return [];
    const whole = (own: Pick<Found, "id" | "size" | "strands">): Found => {
      return { layer, name, incoming, outgoing, count: (own.size * (own.size + 1)) / 2, ...own };
    };
    if (allows.parts === "each") return [];
    if (allows.parts === "one") return [whole({ id: `matrix:${name}`, size, strands: strandsOf(site, -1) })];
    const parts = partsOf(allows.parts, size);
    return parts.map((part, p): Found => {
      if (parts.length === 1) return whole({ id: `matrix:${name}`, size, strands: strandsOf(site, -1) });
      const strands = strandsOf(site, -1, { parts: part.map((j) => [j]) });
      return { ...whole({ id: `matrix:${name}:${p}`, size: part.length, strands }), members: part };
    });
  },
};

function membersOf({ members, size }: LawFamily): readonly number[] {
  return members ?? firstUnits(size);
}
