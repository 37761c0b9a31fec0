/** From the search for parts that stay alike to the sections of the report. */
import { certified, measured } from "../../findings/claim";
import { tensorName } from "../../model/exchange";
import type { Block } from "../../model/block";
import type { Network } from "../../model/network";
import type { ManifoldEntry, NearManifold, NeuronGroup, SymmetrySection } from "../../report/manifolds/facts";
import type { PartManifold, PartSearch } from "../../theory/manifolds/parts/find";
import type { PartGroup } from "../../theory/manifolds/parts/groups";
import type { RankSearch } from "../../theory/manifolds/parts/linear-ranks";
import type { Fewer } from "../../theory/manifolds/parts/fewer";
import type { NearPart } from "../../theory/manifolds/parts/near";
import { ROUNDED_RANK } from "../../theory/manifolds/rank/ties";
import { EXCHANGES, RANK_BUT_FOR_ROUNDING, RANK_IS_EXACT, TESTED } from "../../theory/manifolds/parts/words";
import * as words from "./words";
import { t } from "../../findings/language";

export function partSections(
  network: Network,
  { manifolds, fewer, near, beginning }: PartSearch,
): {
  readonly manifolds: ManifoldEntry[];
  readonly near: readonly NearManifold[];
  readonly beginning: SymmetrySection["beginning"] | null;
} {
  const named = ({ layer, ...block }: Block): string =>
    t`${tensorName({ layer, ...block })} of ${network.layers[layer].name}`;
  return {
    manifolds: manifolds.map((one, at) => ({
      ...entryOf(network, one, TESTED, []),
      ...(at > 0 || fewer.length === 0 ? {} : { fewer: fewer.map((less) => fewerOf(network, less)) }),
    })),
    near: nearEntries(network, near),
    beginning: beginning === null ? null : { first: beginning.first.map(named), later: beginning.later.map(named) },
  };
}

/** Of a network that is a graph of neurons. */
export function rankEntries(network: Network, { manifolds }: RankSearch): ManifoldEntry[] {
  return manifolds.map((one) => entryOf(network, one, RANK_IS_EXACT, one.equivalentWidths));
}

export function nearEntries(network: Network, near: readonly NearPart[]): NearManifold[] {
  return near.map(({ group, distance }) => ({ ...groupOf(network, group), distance }));
}

function entryOf(
  network: Network,
  { groups, dimension, distance }: PartManifold,
  how: string,
  equivalentWidths: readonly number[],
): ManifoldEntry {
  const kinds = new Set(groups.map(({ kind }) => kind));
  return {
    kind: kinds.size === 1 ? groups[0].kind : "several",
    groups: groups.map((group) => groupOf(network, group)),
    dimension: groups.some(({ tie }) => tie?.holds === "rounded")
      ? measured(dimension, distance, ROUNDED_RANK, { reference: EXCHANGES, note: RANK_BUT_FOR_ROUNDING })
      : certified(dimension, { reference: EXCHANGES, note: how }),
    equivalentWidths,
    scaling: scalingOf(groups),
    distance,
  };
}

function groupOf(network: Network, group: PartGroup): NeuronGroup {
  const { layer, kind, word, units, factors, tensors, tie } = group;
  return {
    layer: network.layers[layer].name,
    kind,
    neurons: units,
    factors,
    ...(word === null ? {} : { part: word }),
    ...(tensors.length === 0 ? {} : { tensors }),
    ...(tie === undefined ? {} : { rank: { value: tie.rank, of: tie.full } }),
    why: whyOf(group),
  };
}

function fewerOf({ layers }: Network, { layer, word, from, to }: Fewer): NonNullable<ManifoldEntry["fewer"]>[number] {
  return { layer: layers[layer].name, part: word, from, to };
}

function whyOf({ kind, word, tensors }: PartGroup): string {
  switch (kind) {
    case "identical":
      return word === null ? words.EQUAL_NUMBERS : words.EXCHANGED;
    case "opposite":
      return word === null ? words.OPPOSITE_NUMBERS : words.EXCHANGED_WITH_SIGNS;
    case "zero":
      return tensors.length === 0 ? words.ALL_ZERO : words.ZEROS_KEEP;
    case "frozen":
      return words.NOTHING_REACHES;
    case "low-rank":
      return words.LOW_RANK;
  }
}

function scalingOf(groups: readonly PartGroup[]): string {
  if (groups.every(({ kind }) => kind === "low-rank")) return words.FEWER_BETWEEN;
  return groups.some(({ kind }) => kind === "identical" || kind === "opposite") ? words.COPIES_STAY : words.RESTS;
}
