/**
 * Two layers with a `matrix` side by side, from the same sources to the same layers: they are one layer cut in two, and
 * the matrix  sum W_outᵀ W'_out - sum W_in W'_inᵀ - b b'ᵀ  between them is conserved too (n n' entries).
 */
import type { Block } from "../../../model/network";
import { CROSS_REFERENCE } from "../words";
import type { Found, LawGroup } from "./group";
import { matrix } from "./matrix";
import { firstUnits, gramsOf, neuronsOf } from "./notation";
import { strandsOf } from "./strands";

export const cross: LawGroup = {
  name: "cross",
  title: "rotations between linear layers side by side",
  reference: CROSS_REFERENCE,
  laws: {
    order: 2,
    pairs({ size, partner }) {
      const pairs: [number, number][] = [];
      for (let j = 0; j < size; j++) for (let k = 0; k < (partner?.size ?? 0); k++) pairs.push([j, k]);
      return pairs;
    },
    whole: true,
  },
  formula: (network, family) => gramsOf(network, family, "linear"),
  labels(network, family) {
    const { layer, size } = family.partner ?? family;
    const theirs = neuronsOf(network, layer, firstUnits(size));
    return neuronsOf(network, family.layer, firstUnits(family.size)).flatMap((first) =>
      theirs.map((second) => `${first} · ${second}`),
    );
  },
  drifting: (network, { layer, partner }) =>
    `law matrix of ${network.layers[layer].name} with ${network.layers[partner?.layer ?? layer].name}`,

  between(network, families) {
    const matrices = families.filter(({ group }) => group === matrix);
    return matrices.flatMap((first, i) =>
      matrices.slice(i + 1).flatMap((second): Found[] => {
        const incoming = aligned(first.incoming, second.incoming, ({ source }) => source);
        const outgoing = aligned(first.outgoing, second.outgoing, ({ layer }) => layer);
        if (incoming === null || outgoing === null) return [];
        const { layer, size } = second;
        return [
          {
            id: `cross:${network.layers[first.layer].name}:${network.layers[layer].name}`,
            layer: first.layer,
            incoming: first.incoming,
            outgoing: first.outgoing,
            strands: strandsOf(first, -1, 1, { incoming, outgoing }),
            size: first.size,
            count: first.size * size,
            partner: { layer, size, incoming, outgoing },
          },
        ];
      }),
    );
  },
};

/** `theirs` in the order of `ours`, when both have the same keys; else null. */
function aligned(
  ours: readonly Block[],
  theirs: readonly Block[],
  key: (block: Block) => number | null,
): Block[] | null {
  const found = ours.flatMap((block) => theirs.filter((other) => key(other) === key(block)));
  return found.length === ours.length && theirs.length === ours.length ? found : null;
}
