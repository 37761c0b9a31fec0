/**
 * Laws that the network has near one theta and its path lifting does not.
 *
 *  together  neurons of one layer that share every gate are, near theta, a linear layer times that gate: for T near I
 *  on them
 *            (T W_in, T b, W_out T^{-1}) leaves the network's function unchanged, so the entries of  W_outᵀ W_out -
 *            W_in W_inᵀ - b bᵀ between them are conserved. Those on the diagonal are the rescaling laws.
 *  frozen    weights through which no pattern of gates leaves a path.
 *
 * They hold as long as the neurons go on sharing their gates.
 */
import type { Network } from "../../model/network";
import type { LawFamily } from "./families";
import { adjoiningBlocks, deadLayers, groupOf, strandsOf } from "./families";
import type { GateStudy } from "./gates";

export function networkFamilies(
  network: Network,
  { groups, unmoved }: GateStudy,
  known: readonly LawFamily[],
): LawFamily[] {
  const dead = deadLayers(network);
  const { into, outOf } = adjoiningBlocks(network);
  const still = new Set(unmoved);
  const families = groups.flatMap((sets, l): LawFamily[] => {
    const { name, units } = network.layers[l];
    const [incoming, outgoing] = [into[l], outOf[l]];
    const rotates = known.some(({ kind, layer }) => kind === "matrix" && layer === l);
    if (dead[l] || rotates || groupOf(incoming, outgoing) !== "linear") return [];
    const strands = strandsOf({ incoming, outgoing }, -1);
    return sets.flatMap((set): LawFamily[] => {
      const moving = set.filter((j) =>
        incoming.some(({ offset, writes: { lines, line, step } }) =>
          Array.from({ length: lines }, (_, c) => offset + line(c) + j * step).some((at) => !still.has(at)),
        ),
      );
      if (moving.length < 2) return [];
      const count = (moving.length * (moving.length - 1)) / 2;
      const id = `together:${name}:${moving[0]}`;
      return [{ id, kind: "together", layer: l, incoming, outgoing, strands, size: units, count, members: moving }];
    });
  });
  const frozen = into.flatMap((incoming, l): LawFamily[] => {
    const positions = incoming.flatMap(({ offset, rows, columns }) =>
      Array.from({ length: rows * columns }, (_, i) => offset + i).filter((at) => still.has(at)),
    );
    if (positions.length === 0) return [];
    const { name, units } = network.layers[l];
    const count = positions.length;
    const [id, kind] = [`frozen:${name}`, "frozen"] as const;
    return [{ id, kind, layer: l, incoming, outgoing: [], strands: [], size: units, count, positions }];
  });
  return [...families, ...frozen];
}
