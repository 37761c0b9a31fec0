/** Invariant manifolds in the text report: each with its groups, the orbit, and the place in the lattice. */
import type { Lattice } from "../../findings/lattice";
import { formatNumber } from "../../findings/numbers";
import { grouped } from "../../findings/words";
import type { ManifoldsFacts, NeuronGroup } from "./facts";
import { claimLine, line, type FactLine } from "../../findings/lines";
import { beginsWith, fewerWords, memberCount, neuronNames, rankOf, SAME_WITH_FEWER, shortMembers } from "./words";
import { said, t } from "../../findings/language";

/** Manifolds that get a line; the smallest is the first. */
const MOST_SHOWN = 6;

export function manifoldLines({ manifolds, symmetry }: ManifoldsFacts): FactLine[] {
  if (!symmetry.searched) return [line(t`invariant manifolds`, "—", symmetry.note ?? "")];
  const { orbit, lattice, near, nearMore, beginning } = symmetry;
  return [
    line(
      t`invariant manifolds`,
      manifolds.length === 0 ? t`none` : String(manifolds.length),
      manifolds.length === 0
        ? symmetry.ofParts === true
          ? t`every part goes its own way`
          : t`every neuron goes its own way`
        : t`contain the initialization`,
    ),
    ...manifolds
      .slice(0, MOST_SHOWN)
      .flatMap(({ dimension, equivalentWidths, fewer, groups, scaling }, index) => [
        claimLine(`  ${t`dimension`}`, dimension, String),
        ...(equivalentWidths.length === 0
          ? []
          : [line(`  ${t`trains like`}`, equivalentWidths.join(" → "), index === 0 ? scaling : "")]),
        ...(fewer === undefined ? [] : [line(`  ${t`would do`}`, fewerWords(fewer), said(SAME_WITH_FEWER))]),
        ...groups
          .slice(0, MOST_SHOWN)
          .map((group) => line(`  ${said(group.kind)}`, sizeOf(group), `${members(group)} · ${group.why}`)),
      ]),
    ...near
      .slice(0, MOST_SHOWN)
      .map((group) =>
        line(
          `  ${t`almost ${said(group.kind)}`}`,
          sizeOf(group),
          `${members(group)} · ${t`distance ${formatNumber(group.distance)}`}`,
        ),
      ),
    ...(nearMore === 0
      ? []
      : [line(`  ${t`almost tied too`}`, t`${grouped(nearMore)} groups`, t`look so, were not measured`)]),
    ...(beginning === undefined
      ? []
      : [line(t`moves first`, beginning.first.join(", "), beginsWith(beginning.first, beginning.later))]),
    ...(orbit.dimension.value === null ? [] : [claimLine(t`orbit dimension`, orbit.dimension, String)]),
    ...(lattice === null
      ? []
      : [
          line(
            t`lattice of manifolds`,
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
    .join(` ${t`and`} `);
}

function sizeOf({ layer, neurons, elsewhere = [], part, tensors, rank }: NeuronGroup): string {
  if (rank !== undefined) return rankOf(rank);
  if (part === undefined && tensors !== undefined) return layer;
  const parts = [{ layer, neurons }, ...elsewhere];
  return memberCount(parts);
}

function latticeWords({ family, neurons, hereBlocks }: Lattice): string {
  const words = {
    partitions: t`partitions of ${neurons} neurons`,
    "partitions-with-zero": t`partitions with a zero block of ${neurons} neurons`,
    "signed-partitions": t`signed partitions with a zero block of ${neurons} neurons`,
  }[family];
  return t`${words}; here ${hereBlocks} move on their own`;
}
