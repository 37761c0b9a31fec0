/**
 * Weights that never move: of phi those on no path from the input to the output; of the network near one theta also
 * those through which no pattern of gates leaves a path, as long as the gates stay as they are.
 */
import type { Found, LawFamily, LawGroup } from "./group";
import { nameOf } from "./notation";

export const frozen: LawGroup = {
  name: "frozen",
  title: "weights that never move",
  reference: "zero gradient: on no path from the input to the output",
  laws: { order: 1, positions: (family) => weightsOf(family).map((at) => [at]) },
  formula: (network, { incoming }) => ({ is: "list", of: incoming.map((block) => nameOf(network, block, "other")) }),
  labels: (_, { count }) => Array.from({ length: count }, (__, j) => `weight ${j}`),
  drifting: (network, { layer }) => `weights of ${network.layers[layer].name}, which never move`,

  ofLayer({ network, layer, incoming, dead }) {
    if (!dead) return null;
    const { name, units } = network.layers[layer];
    const count = incoming.reduce((all, { rows, columns }) => all + rows * columns, 0);
    return { id: `frozen:${name}`, layer, incoming, outgoing: [], strands: [], size: units, count };
  },

  near(sites, { unmoved }) {
    const still = new Set(unmoved);
    return sites.flatMap(({ network, layer, incoming }): Found[] => {
      const positions = allOf(incoming).filter((at) => still.has(at));
      if (positions.length === 0) return [];
      const { name, units } = network.layers[layer];
      const count = positions.length;
      return [{ id: `frozen:${name}`, layer, incoming, outgoing: [], strands: [], size: units, count, positions }];
    });
  },
};

/** Positions in theta. */
function weightsOf({ positions, incoming }: LawFamily): readonly number[] {
  return positions ?? allOf(incoming);
}

function allOf(incoming: LawFamily["incoming"]): number[] {
  return incoming.flatMap(({ offset, rows, columns }) => Array.from({ length: rows * columns }, (_, i) => offset + i));
}
