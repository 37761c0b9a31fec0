/**
 * Weights that compensate each other: a number added to all weights of a channel on one side and taken from those on the other changes
 * nothing (two biases of which only the sum acts; embeddings of tokens and of positions). Two biases of a residual stream, too, where what
 * reads the stream between them sees nothing of it: the same number for all channels, where it is a layer norm. The difference of their sums is
 * constant: its gradient is orthogonal to every gradient of a loss. It is linear, so momentum and weight noise leave it exact too.
 */
import { entry, product, sum as sumOf, symbol, transpose, type Formula } from "../../../findings/formula";
import { partsOf } from "../../../model/changes";
import { compile } from "../../../model/compile";
import type { Network } from "../../../model/network";
import { phiKindOf } from "../../../model/structure";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { firstUnits, isFree, nameOf } from "./notation";
import { t, word } from "../../../findings/language";

export const offset: LawGroup = {
  name: "offset",
  title: word`differences of what is only added`,
  reference: "proof in docs/mathematics.md, “Blocks”",
  laws: {
    order: 1,
    positions: ({ incoming, ...family }) => sumsOf(incoming, family),
    subtracted: ({ outgoing, ...family }) => sumsOf(outgoing, family),
  },
  formula: (network, { incoming, outgoing, parts }) => {
    const one = (touch: Touch): Formula =>
      parts === undefined
        ? channelOf(network, touch)
        : product(transpose(symbol("1", [])), nameOf(network, touch.block, "other"));
    return sumOf(incoming.map(one), outgoing.map(one));
  },
  labels: (_, { name, size, parts }) =>
    parts === undefined
      ? firstUnits(size).map((j) => t`${name}: channel ${j}`)
      : parts.map((__, p) => (parts.length === 1 ? t`${name}: sum` : t`${name}: part ${p}`)),
  drifting: (_, { name }) => t`differences of what is added in ${name}`,

  ofLayer: (network, layer, dead) =>
    dead ? [] : compensationsIn(network, layer).flatMap(({ shared, found }) => (shared ? [] : [found])),

  // Of phi that is not the function itself nothing is claimed: it may tell the ways from different biases apart.
  onWire({ network, layer, size, compensated, dead }): Found[] {
    if (dead || phiKindOf(network) !== "function") return [];
    return compensated.flatMap(({ plus, minus, parts: together }): Found[] => {
      if (!isFree(network, plus) || !isFree(network, minus)) return [];
      const name = `${network.layers[plus.block.layer].name} − ${network.layers[minus.block.layer].name}`;
      const parts = together === "all" ? undefined : partsOf(together, size);
      const of = { incoming: [plus], outgoing: [minus], strands: [], size, count: parts?.length ?? size };
      return [{ id: `offset:${name}`, layer, name, ...of, ...(parts === undefined ? {} : { parts }) }];
    });
  },

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

/** Positions in theta, channel by channel or for channels together. */
function sumsOf(touches: readonly Touch[], { parts, size }: Pick<LawFamily, "parts" | "size">): number[][] {
  return (parts ?? firstUnits(size).map((j) => [j])).map((part) =>
    touches.flatMap(({ block: { offset: from }, port }) =>
      Array.from({ length: port.lines }, (_, c) => part.map((j) => from + port.at(j, c))).flat(),
    ),
  );
}

/** b[j], or the sum over i of E[i,j]. */
function channelOf(network: Network, { block, port }: Touch): Formula {
  const name = nameOf(network, block, "other");
  if (port.lines === 1) return entry(name, "j");
  return { is: "sum-over", variable: "i", of: entry(name, "i,j") };
}
