/**
 * Weights that never move: of phi those on no path from the input to the output; of the network near one theta also
 * those through which no pattern of gates leaves a path, as long as the gates stay as they are.
 */
import { compile } from "../../../model/compile";
import type { Network } from "../../../model/network";
import { CLOSED } from "../../../model/port";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup } from "./group";
import { nameOf } from "./notation";

export const frozen: LawGroup = {
  name: "frozen",
  title: "weights that never move",
  reference: "zero gradient: on no path from the input to the output",
  laws: { order: 1, positions: (family) => weightsOf(family).map((at) => [at]) },
  formula: (network, { incoming }) => ({
    is: "list",
    of: incoming.map(({ block }) => nameOf(network, block, "other")),
  }),
  labels: (_, { count }) => Array.from({ length: count }, (__, j) => `weight ${j}`),
  drifting: (_, { name }) => `weights of ${name}, which never move`,

  ofDeadLayer: (network, layer) => weightsIn(network, layer),

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

/** Positions in theta. */
function weightsOf({ positions, incoming }: LawFamily): readonly number[] {
  return positions ?? allOf(incoming);
}

function allOf(incoming: LawFamily["incoming"]): number[] {
  return incoming.flatMap(({ block: { offset, rows, columns } }) =>
    Array.from({ length: rows * columns }, (_, i) => offset + i),
  );
}
