/**
 * Wires of low rank (rank/ties.ts) in networks that are graphs of neurons: linear layers whose weights in and out span fewer dimensions than they
 * have neurons that move. The ties of neurons (partition.ts) know proportions; three weight vectors in a plane are tied by a rank alone.
 *
 * Of a wire with n channels and m lines of weights rank r takes (n - r) m dimensions; a matrix between two such wires is counted by both,
 * and (n - r)(n' - r') of its dimensions once only.
 */
import type { Paced } from "../../../findings/progress";
import { parameterCount } from "../../../model/compile";
import type { Network } from "../../../model/network";
import type { ReducedNetwork } from "../reduce";
import { rankTies, type RankTie } from "../rank/ties";
import { formsWith, lowRank, type PartGroup } from "./groups";
import type { NearPart } from "./near";
import type { Space } from "./space";

export interface RankManifold {
  readonly groups: readonly PartGroup[];
  readonly ties: readonly RankTie[];
  readonly dimension: number;
  readonly distance: number;
  /** With the rank in place of each width, the inputs first. */
  readonly equivalentWidths: readonly number[];
}

export interface RankSearch {
  /** The smaller network that all ties of neurons amount to, where the ranks are its; `null`: those of the network itself. */
  readonly of: ReducedNetwork | null;
  /** Smallest first: all ranks together, and each by itself. */
  readonly manifolds: readonly RankManifold[];
  readonly near: readonly NearPart[];
}

/** `moving`: how many neurons of a layer move on their own. Of finite weights. */
export function* linearRanks(
  network: Network,
  theta: Float64Array,
  moving: (layer: number) => number,
): Paced<Omit<RankSearch, "of">> {
  const ties = (yield* rankTies(network, theta)).filter(({ layer, rank }) => rank < moving(layer));
  const low = ties.filter(({ holds }) => holds !== "near");
  const sets = low.length < 2 ? low.map((tie) => [tie]) : [low, ...low.map((tie) => [tie])];
  return {
    manifolds: sets
      .map((own): RankManifold => ({
        groups: own.map(lowRank),
        ties: own,
        dimension: parameterCount(network) - taken(own),
        distance: Math.max(...own.map(({ distance }) => distance)),
        equivalentWidths: [
          network.inputs,
          ...network.layers.map(({ units }, layer) => own.find((tie) => tie.layer === layer)?.rank ?? units),
        ],
      }))
      .toSorted((a, b) => a.dimension - b.dimension),
    near: ties.filter(({ holds }) => holds === "near").map((tie) => ({ group: lowRank(tie), distance: tie.distance })),
  };
}

export function unitsOf({ layers }: Network): (layer: number) => number {
  return (layer) => layers[layer].units;
}

/** All of theta that the ranks leave. */
export function spaceOf(network: Network, theta: Float64Array, { ties, dimension }: RankManifold): Space {
  const classes = parameterCount(network);
  return {
    classOf: Int32Array.from({ length: classes }, (_, i) => i),
    signs: new Int8Array(classes).fill(1),
    classes,
    frozen: new Uint8Array(classes),
    forms: formsWith(theta, ties),
    together: [],
    dimension,
  };
}

function taken(ties: readonly RankTie[]): number {
  const missing = new Map<object, number[]>();
  let sum = 0;
  for (const { channels, rank, touches } of ties) {
    const gap = channels.length - rank;
    sum += gap * channels[0].length;
    for (const { block } of touches) missing.set(block, [...(missing.get(block) ?? []), gap]);
  }
  for (const gaps of missing.values()) if (gaps.length === 2) sum -= gaps[0] * gaps[1];
  return sum;
}
