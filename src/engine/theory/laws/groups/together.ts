/**
 * Neurons of one layer that share every gate are, near theta, a linear layer times that gate: for T near I on them
 *   (T W_in, T b, W_out T^{-1})
 * leaves the network's function unchanged, so the entries of  W_outᵀ W_out - W_in W_inᵀ - b bᵀ  between them are
 * conserved. Those on the diagonal are the rescaling laws. They hold as long as the neurons go on sharing their gates.
 */
import { entry } from "../../../findings/formula";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { matrix } from "./matrix";
import { gramsOf, neuronsOf } from "./notation";
import { strandsOf } from "./strands";
import { t, word } from "../../../findings/language";

export const together: LawGroup = {
  name: "together",
  title: word`rotations among neurons that switch together`,
  reference: "proof in docs/mathematics.md, “Laws of the network”",
  laws: {
    order: 2,
    pairs(family) {
      const members = membersOf(family);
      return members.flatMap((j, i) => members.slice(i + 1).map((k): [number, number] => [j, k]));
    },
    whole: false,
    among: membersOf,
  },
  formula: (network, family) => entry({ is: "brackets", of: gramsOf(network, family, "other") }, "j,k"),
  labels: (_, family) => neuronsOf(family.name, membersOf(family)),
  drifting: (_, { name }) => t`laws of the neurons of ${name} that switch together`,

  near(_, sites, { groups, unmoved }, known) {
    const still = new Set(unmoved);
    const moves = ({ block: { offset }, port }: Touch, j: number): boolean =>
      Array.from({ length: port.lines }, (_, c) => offset + port.at(j, c)).some((at) => !still.has(at));
    return sites.flatMap((site): Found[] => {
      const { layer, name, inner, size, incoming, outgoing, dead, allowedByTensors } = site;
      const turns = known.some((family) => family.group === matrix && family.layer === layer);
      const free = allowedByTensors.kind === "mixing" && allowedByTensors.parts === "one";
      if (inner !== null || dead || turns || !free) return [];
      const strands = strandsOf(site, -1);
      return groups[layer].flatMap((set): Found[] => {
        const members = set.filter((j) => incoming.some((touch) => moves(touch, j)));
        if (members.length < 2) return [];
        const count = (members.length * (members.length - 1)) / 2;
        return [
          { id: `together:${name}:${members[0]}`, layer, name, incoming, outgoing, strands, size, count, members },
        ];
      });
    });
  },
};

function membersOf({ members }: LawFamily): readonly number[] {
  return members ?? [];
}
