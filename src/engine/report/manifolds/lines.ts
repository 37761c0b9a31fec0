/** Invariant manifolds in the text report: each with its groups, the orbit, and the place in the lattice. */
import type { Lattice } from "../../findings/lattice";
import { formatNumber } from "../../findings/numbers";
import { grouped } from "../../findings/words";
import type { ManifoldsFacts, NeuronGroup } from "./facts";
import { claimLine, line, type FactLine } from "../../findings/lines";
import { beginsWith, fewerWords, memberCount, neuronNames, rankOf, SAME_WITH_FEWER, shortMembers } from "./words";

/** Manifolds that get a line; the smallest is the first. */
const MOST_SHOWN = 6;

export function manifoldLines({ manifolds, symmetry }: ManifoldsFacts): FactLine[] {
  if (!symmetry.searched) return [line("invariant manifolds", "—", symmetry.note ?? "")];
  const { orbit, lattice, near, nearMore, beginning } = symmetry;
  return [
    line(
      "invariant manifolds",
      manifolds.length === 0 ? "none" : String(manifolds.length),
      manifolds.length === 0
        ? symmetry.ofParts === true
          ? "every part goes its own way"
          : "every neuron goes its own way"
        : "contain the initialization",
    ),
    ...manifolds
      .slice(0, MOST_SHOWN)
      .flatMap(({ dimension, equivalentWidths, fewer, groups, scaling }, index) => [
        claimLine("  dimension", dimension, String),
        ...(equivalentWidths.length === 0
          ? []
          : [line("  trains like", equivalentWidths.join(" → "), index === 0 ? scaling : "")]),
        ...(fewer === undefined ? [] : [line("  would do", fewerWords(fewer), SAME_WITH_FEWER)]),
        ...groups
          .slice(0, MOST_SHOWN)
          .map((group) => line(`  ${group.kind}`, sizeOf(group), `${members(group)} · ${group.why}`)),
      ]),
    ...near
      .slice(0, MOST_SHOWN)
      .map((group) =>
        line(`  almost ${group.kind}`, sizeOf(group), `${members(group)} · distance ${formatNumber(group.distance)}`),
      ),
    ...(nearMore === 0 ? [] : [line("  almost tied too", `${grouped(nearMore)} groups`, "look so, were not measured")]),
    ...(beginning === undefined
      ? []
      : [line("moves first", beginning.first.join(", "), beginsWith(beginning.first, beginning.later))]),
    ...(orbit.dimension.value === null ? [] : [claimLine("orbit dimension", orbit.dimension, String)]),
    ...(lattice === null
      ? []
      : [
          line(
            "lattice of manifolds",
            lattice.count === null ? "> 10^308" : grouped(lattice.count),
            latticeWords(lattice),
          ),
        ]),
  ];
}

const MOST_MEMBERS = 8;

function members(group: NeuronGroup): string {
  const { layer, neurons, elsewhere = [] } = group;
  if (group.part !== undefined || group.tensors !== undefined || group.rank !== undefined) return neuronNames(group);
  return [{ layer, neurons }, ...elsewhere]
    .map((part) => shortMembers(part.layer, part.neurons, MOST_MEMBERS))
    .join(" and ");
}

function sizeOf({ layer, neurons, elsewhere = [], part, tensors, rank }: NeuronGroup): string {
  if (rank !== undefined) return rankOf(rank);
  if (part === undefined && tensors !== undefined) return layer;
  const parts = [{ layer, neurons }, ...elsewhere];
  return memberCount(parts);
}

function latticeWords({ family, neurons, hereBlocks }: Lattice): string {
  const words = {
    partitions: "partitions",
    "partitions-with-zero": "partitions with a zero block",
    "signed-partitions": "signed partitions with a zero block",
  }[family];
  return `${words} of ${neurons} neurons; here ${hereBlocks} move on their own`;
}
