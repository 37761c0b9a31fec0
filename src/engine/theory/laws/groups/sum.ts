/**
 * Under softmax cross-entropy the gradient in the outputs sums to 0: the sum over the outputs of every column of the last
 * weights, and of the last bias, is constant (arXiv:2506.06194, Prop. 3.11; how many laws there are then:
 * ../loss-laws.ts).
 */
import { entry } from "../../../findings/formula";
import { sourceName } from "../../../model/network";
import { compile } from "../../../model/compile";
import type { LawGroup } from "./group";
import { firstUnits, nameOf, neuronsOf } from "./notation";
import { t, word } from "../../../findings/language";

export const sum: LawGroup = {
  name: "sum",
  title: word`sums over the outputs`,
  reference: "arXiv:2506.06194, Prop. 3.11",
  laws: {
    order: 1,
    positions: ({ incoming, size }) =>
      incoming.flatMap(({ block: { offset }, port }) =>
        Array.from({ length: port.lines }, (_, c) => Array.from({ length: size }, (__, j) => offset + port.at(j, c))),
      ),
  },
  formula: (network, { incoming }) => ({
    is: "list",
    of: incoming.map(({ block }) => ({
      is: "sum-over",
      variable: "i",
      of: entry(nameOf(network, block, "other"), block.names.shape === "list" ? "i" : "i,j"),
    })),
  }),
  labels: (network, { incoming }) =>
    incoming.flatMap(({ block: { source }, port: { lines } }) =>
      source === null
        ? [t`bias`]
        : neuronsOf(sourceName(network, source), firstUnits(lines)).map((name) => t`from ${name}`),
    ),
  drifting: (_, { name }) => t`sums over the outputs of the weights into ${name}`,

  under(network, loss) {
    const last = network.layers.length - 1;
    if (loss !== "cross-entropy" || compile(network).layers[last].shape.channels < 2) return [];
    const { wires, shared } = compile(network);
    const wire = wires.find(({ layers }) => layers.includes(last));
    if (wire === undefined || wire.writers.some(({ port }) => port.allows.kind !== "mixing"))
      return { why: DIAGONAL_OUTPUT };
    // What an earlier layer reads or adds to sees the numbers too.
    if (wire.layers.length > 1) return { why: OTHER_OUTPUT };
    if (wire.writers.some(({ block }) => shared.has(block))) return [];
    const { name } = network.layers[last];
    const count = wire.writers.reduce((all, { port }) => all + port.lines, 0);
    return [
      {
        id: `sum:${name}`,
        layer: last,
        name,
        incoming: wire.writers,
        outgoing: [],
        strands: [],
        size: wire.size,
        count,
      },
    ];
  },
};

const OTHER_OUTPUT = t`The laws of the cross-entropy are counted where the last layer's numbers are its own.`;
const DIAGONAL_OUTPUT = t`With a diagonal output layer the laws of the cross-entropy are not counted.`;
