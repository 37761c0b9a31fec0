/**
 * Two layers with a `matrix` side by side, from the same sources to the same layers: they are one layer cut in two, and
 * the matrix  sum W_outᵀ W'_out - sum W_in W'_inᵀ - b b'ᵀ  between them is conserved too (n n' entries).
 */
import type { Touch } from "../../../model/wires";
import { CROSS_REFERENCE } from "../words";
import type { Found, LawGroup } from "./group";
import { matrix } from "./matrix";
import { firstUnits, gramsOf, neuronsOf } from "./notation";
import { strandsOf } from "./strands";
import { t, word } from "../../../findings/language";

export const cross: LawGroup = {
  name: "cross",
  title: word`rotations between linear layers side by side`,
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
  labels(_, family) {
    const { name, size } = family.partner ?? family;
    const theirs = neuronsOf(name, firstUnits(size));
    return neuronsOf(family.name, firstUnits(family.size)).flatMap((first) =>
      theirs.map((second) => `${first} · ${second}`),
    );
  },
  drifting: (_, { name, partner }) => t`law matrix of ${name} with ${partner?.name ?? name}`,

  between(_, families) {
    // Those of one layer's tensors, as an attention's heads, are joined by them and no sources side by side.
    const matrices = families.filter(
      ({ group, members, incoming, outgoing }) =>
        group === matrix &&
        members === undefined &&
        [...incoming, ...outgoing].every(({ block }) => block.tensor === undefined),
    );
    return matrices.flatMap((first, i) =>
      matrices.slice(i + 1).flatMap((second): Found[] => {
        const incoming = aligned(first.incoming, second.incoming, ({ block: { source } }) => source);
        const outgoing = aligned(first.outgoing, second.outgoing, ({ block: { layer } }) => layer);
        if (incoming === null || outgoing === null) return [];
        const { layer, name, size } = second;
        return [
          {
            id: `cross:${first.name}:${name}`,
            layer: first.layer,
            name: first.name,
            incoming: first.incoming,
            outgoing: first.outgoing,
            strands: strandsOf(first, -1, { second: { incoming, outgoing } }),
            size: first.size,
            count: first.size * size,
            partner: { layer, name, size, incoming, outgoing },
          },
        ];
      }),
    );
  },
};

/** `theirs` in the order of `ours`, when both have the same keys; else null. */
function aligned(
  ours: readonly Touch[],
  theirs: readonly Touch[],
  key: (touch: Touch) => number | null,
): Touch[] | null {
  const found = ours.flatMap((touch) => theirs.filter((other) => key(other) === key(touch)));
  return found.length === ours.length && theirs.length === ours.length ? found : null;
}
