/**
 * Under softmax cross-entropy the gradient in the outputs sums to 0: the sum over the outputs of every column of the last
 * weights, and of the last bias, is constant (arXiv:2506.06194, Prop. 3.11; how many laws there are then:
 * ../loss-laws.ts).
 */
import { entry } from "../../../findings/formula";
import { sourceName } from "../../../model/network";
import { blocksOf } from "../../../model/compile";
import type { LawGroup } from "./group";
import { nameOf } from "./notation";

export const sum: LawGroup = {
  name: "sum",
  title: "sums over the outputs",
  reference: "arXiv:2506.06194, Prop. 3.11",
  laws: {
    order: 1,
    positions: ({ incoming }) =>
      incoming.flatMap(({ offset, rows, columns }) =>
        Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (__, r) => offset + r * columns + c)),
      ),
  },
  formula: (network, { incoming }) => ({
    is: "list",
    of: incoming.map((block) => ({
      is: "sum-over",
      variable: "i",
      of: entry(nameOf(network, block, "other"), block.names.shape === "list" ? "i" : "i,j"),
    })),
  }),
  labels: (network, { incoming }) =>
    incoming.flatMap(({ source, columns }) =>
      source === null
        ? ["bias"]
        : Array.from({ length: columns }, (_, c) => `from ${sourceName(network, source)}[${c}]`),
    ),
  drifting: (network, { layer }) => `sums over the outputs of the weights into ${network.layers[layer].name}`,

  under(network, loss) {
    const layer = network.layers.length - 1;
    const { name, units } = network.layers[layer];
    if (loss !== "cross-entropy" || units < 2) return [];
    const incoming = blocksOf(network).filter((block) => block.layer === layer);
    if (incoming.some(({ writes }) => writes.group !== "linear")) return { why: DIAGONAL_OUTPUT };
    const count = incoming.reduce((all, { columns }) => all + columns, 0);
    return [{ id: `sum:${name}`, layer, incoming, outgoing: [], strands: [], size: count, count }];
  },
};

const DIAGONAL_OUTPUT = "With a diagonal output layer the laws of the cross-entropy are not counted.";
