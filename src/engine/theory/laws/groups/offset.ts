/**
 * Weights that compensate each other: a number added to all weights of a channel on one side and taken from those on the other changes
 * nothing (two biases of which only the sum acts; embeddings of tokens and of positions). The difference of their sums is
 * constant: its gradient is orthogonal to every gradient of a loss. It is linear, so momentum and weight noise leave it exact too.
 */
import { entry, sum as sumOf, type Formula } from "../../../findings/formula";
import { compile } from "../../../model/compile";
import type { Network } from "../../../model/network";
import type { Touch } from "../../../model/wires";
import type { Found, LawGroup } from "./group";
import { firstUnits, nameOf } from "./notation";

export const offset: LawGroup = {
  name: "offset",
  title: "differences of what is only added",
  reference: "proof in docs/mathematics.md, “Blocks”",
  laws: {
    order: 1,
    positions: ({ incoming, size }) => sumsOf(incoming, size),
    subtracted: ({ outgoing, size }) => sumsOf(outgoing, size),
  },
  formula: (network, { incoming, outgoing }) =>
    sumOf(
      incoming.map((touch) => channelOf(network, touch)),
      outgoing.map((touch) => channelOf(network, touch)),
    ),
  labels: (_, { name, size }) => firstUnits(size).map((j) => `${name}: channel ${j}`),
  drifting: (_, { name }) => `differences of what is added in ${name}`,

  ofLayer: (network, layer, dead) =>
    dead ? [] : compensationsIn(network, layer).flatMap(({ shared, found }) => (shared ? [] : [found])),

  // Of a tied head, E + 1 sᵀ adds the same to all logits of a token, which the cross-entropy does not see.
  under(network, loss) {
    const last = network.layers.length - 1;
    const { shares } = network.layers[last];
    if (loss !== "cross-entropy" || shares === undefined || network.layers[shares].type !== "embedding") return [];
    const others = network.layers.some((layer, l) => l !== last && layer.shares === shares);
    return others ? [] : compensationsIn(network, shares).map(({ found }) => found);
  },
};

function compensationsIn(network: Network, layer: number): { readonly shared: boolean; readonly found: Found }[] {
  const { name } = network.layers[layer];
  const { layers, shared } = compile(network);
  return layers[layer].compensations.map(({ size, plus, minus }, i) => ({
    shared: [...plus, ...minus].some(({ block }) => shared.has(block)),
    found: {
      id: `offset:${name}${i === 0 ? "" : `:${i}`}`,
      layer,
      name,
      incoming: plus,
      outgoing: minus,
      strands: [],
      size,
      count: size,
    },
  }));
}

/** Positions in theta, channel by channel. */
function sumsOf(touches: readonly Touch[], size: number): number[][] {
  return firstUnits(size).map((j) =>
    touches.flatMap(({ block: { offset: from }, port }) =>
      Array.from({ length: port.lines }, (_, c) => from + port.at(j, c)),
    ),
  );
}

/** b[j], or the sum over i of E[i,j]. */
function channelOf(network: Network, { block, port }: Touch): Formula {
  const name = nameOf(network, block, "other");
  if (port.lines === 1) return entry(name, "j");
  return { is: "sum-over", variable: "i", of: entry(name, "i,j") };
}
