/**
 * Weights that never move: of phi those on no path from the input to the output; of the network near one theta also
 * those through which no pattern of gates leaves a path, as long as the gates stay as they are.
 */
import { compile } from "../../../model/compile";
import { indexText, type Network } from "../../../model/network";
import { CLOSED } from "../../../model/port";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { nameOf } from "./notation";
import { t, word } from "../../../findings/language";

export const frozen: LawGroup = {
  name: "frozen",
  title: word`weights that never move`,
  reference: t`zero gradient: on no path from the input to the output`,
  laws: { order: 1, positions: (family) => weightsOf(family).map((at) => [at]) },
  formula: (network, { incoming }) => ({
    is: "list",
    of: incoming.map(({ block }) => nameOf(network, block, "other")),
  }),
  labels(network, family) {
    const { incoming, count } = family;
    // Of weights that only some of the tensor's are, it matters which.
    if (incoming.every(({ block: { idle } }) => idle === undefined))
      return Array.from({ length: count }, (_, j) => t`weight ${j}`);
    return weightsOf(family).map((at) => {
      const { block } = incoming.find(({ block: { offset, rows, columns } }) => at - offset < rows * columns)!;
      const { name } = network.layers[block.layer];
      return `${block.tensor === undefined ? name : `${name} ${block.tensor}`}[${indexText(block, at - block.offset)}]`;
    });
  },
  drifting: (_, { name }) => t`weights of ${name}, which never move`,

  ofLayer: (network, layer, dead) => (dead ? [weightsIn(network, layer)] : idleIn(network, layer)),

  near(network, _, { unmoved }) {
    const still = new Set(unmoved);
    return network.layers.flatMap((__, layer): Found[] => {
      const all = weightsIn(network, layer);
      const positions = allOf(all.incoming).filter((at) => still.has(at));
      return positions.length === 0 ? [] : [{ ...all, count: positions.length, positions }];
    });
  },
};

/** All that a layer has. */
function weightsIn(network: Network, layer: number): Found {
  const { name, units } = network.layers[layer];
  const incoming = compile(network).layers[layer].blocks.map((block): Touch => ({ block, port: CLOSED }));
  const count = incoming.reduce((all, { block: { rows, columns } }) => all + rows * columns, 0);
  return { id: `frozen:${name}`, layer, name, incoming, outgoing: [], strands: [], size: units, count };
}

/** Those that act nowhere, as the taps of a kernel that never meet its input. */
function idleIn(network: Network, layer: number): Found[] {
  const all = weightsIn(network, layer);
  const incoming = all.incoming.filter(({ block: { idle } }) => idle !== undefined);
  if (incoming.length === 0) return [];
  const positions = incoming.flatMap(({ block: { offset, idle = [] } }) => idle.map((i) => offset + i));
  return [{ ...all, incoming, count: positions.length, positions }];
}

/** Positions in theta. */
function weightsOf({ positions, incoming }: LawFamily): readonly number[] {
  return positions ?? allOf(incoming);
}

function allOf(incoming: LawFamily["incoming"]): number[] {
  return incoming.flatMap(({ block: { offset, rows, columns } }) =>
    Array.from({ length: rows * columns }, (_, i) => offset + i),
  );
}
