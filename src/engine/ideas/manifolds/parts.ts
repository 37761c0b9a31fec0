/** From the search for parts that stay alike to the sections of the report. */
import { certified } from "../../findings/claim";
import { tensorName } from "../../model/exchange";
import type { Block } from "../../model/block";
import type { Network } from "../../model/network";
import type { ManifoldEntry, NeuronGroup, SymmetrySection } from "../../report/manifolds/facts";
import type { PartSearch } from "../../theory/manifolds/parts/find";
import type { PartGroup } from "../../theory/manifolds/parts/groups";
import { EXCHANGES, TESTED } from "../../theory/manifolds/parts/words";
import * as words from "./words";

export function partSections(
  network: Network,
  { manifolds, beginning }: PartSearch,
): { readonly manifolds: ManifoldEntry[]; readonly beginning: SymmetrySection["beginning"] | null } {
  const named = ({ layer, ...block }: Block): string =>
    `${tensorName({ layer, ...block })} of ${network.layers[layer].name}`;
  return {
    manifolds: manifolds.map(({ groups, dimension }): ManifoldEntry => {
      const kinds = new Set(groups.map(({ kind }) => kind));
      return {
        kind: kinds.size === 1 ? groups[0].kind : "several",
        groups: groups.map((group) => groupOf(network, group)),
        dimension: certified(dimension, { reference: EXCHANGES, note: TESTED }),
        equivalentWidths: [],
        scaling: scalingOf(groups),
        distance: 0,
      };
    }),
    beginning: beginning === null ? null : { first: beginning.first.map(named), later: beginning.later.map(named) },
  };
}

function groupOf(network: Network, group: PartGroup): NeuronGroup {
  const { layer, kind, word, units, factors, tensors } = group;
  return {
    layer: network.layers[layer].name,
    kind,
    neurons: units,
    factors,
    ...(word === null ? {} : { part: word }),
    ...(tensors.length === 0 ? {} : { tensors }),
    why: whyOf(group),
  };
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
  }
}

function scalingOf(groups: readonly PartGroup[]): string {
  return groups.some(({ kind }) => kind === "identical" || kind === "opposite") ? words.COPIES_AS_ONE : words.LEFT_OUT;
}
