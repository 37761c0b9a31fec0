/**
 * What only layer norms read: they take the mean over its channels out, so that adding one vector to all rows of a matrix that writes
 * it (W → W + 1 uᵀ), or one number to its bias, is not seen. Each column's sum 1ᵀW, and 1ᵀb, is constant: its gradient is orthogonal to
 * every gradient of a loss, whatever is added to the variance. Likewise what only a softmax reads, which does not see the same number
 * added to all of its scores.
 */
import { product, symbol, transpose, type Formula } from "../../../findings/formula";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { isFree, sliceOf } from "./notation";

export const shift: LawGroup = {
  name: "shift",
  title: "sums that layer norms do not see",
  reference: "proof in docs/mathematics.md, “Blocks”",
  laws: { order: 1, positions: ({ incoming, size }) => incoming.flatMap((touch) => columnsOf(touch, size)) },
  formula: (network, { incoming }) => ({
    is: "list",
    of: incoming.map((touch): Formula => {
      const [one, name] = [symbol("1", []), sliceOf(network, touch, "writer", "other")];
      return touch.port.byColumns === true ? product(name, one) : product(transpose(one), name);
    }),
  }),
  labels: (network, family) =>
    family.incoming.flatMap((touch) => {
      const { name } = network.layers[touch.block.layer];
      const tensor = touch.block.tensor ?? (touch.block.source === null ? "bias" : "weights");
      const of = touch.slice === undefined ? tensor : `${tensor}[${touch.slice}]`;
      return columnsOf(touch, family.size).map(
        (_, c) => `${name} ${of}: ${touch.port.byColumns === true ? "row" : "column"} ${c}`,
      );
    }),
  drifting: (_, { name }) => `sums over the units of ${name}`,

  onWire({ network, layer, name, size, shifts, incoming, dead }): Found[] {
    const writers = incoming.filter((touch) => isFree(network, touch));
    if (dead || !shifts || writers.length === 0) return [];
    const count = writers.reduce((sum, { port }) => sum + port.lines, 0);
    return [{ id: `shift:${name}`, layer, name, incoming: writers, outgoing: [], strands: [], size, count }];
  },
};

/** Positions in theta, for each column. */
function columnsOf({ block, port }: Touch, size: LawFamily["size"]): number[][] {
  return Array.from({ length: port.lines }, (_, c) =>
    Array.from({ length: size }, (__, j) => block.offset + port.at(j, c)),
  );
}
