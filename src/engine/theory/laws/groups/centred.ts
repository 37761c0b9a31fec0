/**
 * What reads numbers that add up to 0, as those behind a layer norm without gains: R → R + u 1ᵀ is not seen, and each row's sum R 1 is
 * constant: its gradient is orthogonal to every gradient of a loss.
 */
import { product, symbol, type Formula } from "../../../findings/formula";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { isFree, nameOf } from "./notation";
import { t, word } from "../../../findings/language";

export const centred: LawGroup = {
  name: "centred",
  title: word`sums that see nothing of what adds up to 0`,
  reference: "proof in docs/mathematics.md, “Blocks”",
  laws: { order: 1, positions: ({ outgoing, size }) => outgoing.flatMap((touch) => rowsOf(touch, size)) },
  formula: (network, { outgoing }) => ({
    is: "list",
    of: outgoing.map(({ block }): Formula => product(nameOf(network, block, "other"), symbol("1", []))),
  }),
  labels: (network, family) =>
    family.outgoing.flatMap((touch) => {
      const { name } = network.layers[touch.block.layer];
      const of = touch.block.tensor ?? t`weights`;
      return rowsOf(touch, family.size).map((_, r) => t`${name} ${of}: row ${r}`);
    }),
  drifting: (_, { name }) => t`sums over what reads ${name}`,

  onWire({ network, layer, name, size, centred: addsUpToZero, outgoing, dead }): Found[] {
    const readers = outgoing.filter((touch) => isFree(network, touch));
    if (dead || !addsUpToZero || readers.length === 0) return [];
    const count = readers.reduce((sum, { port }) => sum + port.lines, 0);
    return [{ id: `centred:${name}`, layer, name, incoming: [], outgoing: readers, strands: [], size, count }];
  },
};

/** Positions in theta, for each row (of several positions: for each row and position). */
function rowsOf({ block, port }: Touch, size: LawFamily["size"]): number[][] {
  return Array.from({ length: port.lines }, (_, r) =>
    Array.from({ length: size }, (__, j) => block.offset + port.at(j, r)),
  );
}
