/** From the search for invariant manifolds to its sections of the report: names, reasons, and what is said of each. */
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import { activationTraits, type Activation } from "../../model/activations";
import type { Network } from "../../model/network";
import { isDense, isGate } from "../../model/structure";
import type {
  LayerGroups,
  ManifoldEntry,
  NearManifold,
  NeuronGroup,
  OrbitSection,
  SymmetrySection,
} from "../../report/manifolds/facts";
import type { Group, GroupKind } from "../../theory/manifolds/groups";
import type { Manifold, ManifoldSearch } from "../../theory/manifolds/manifolds";
import { movingBlocks } from "../../theory/manifolds/partition";
import type { ManifoldStudy, Orbit } from "../../theory/manifolds/study";
import { nearEntries, partSections, rankEntries } from "./parts";
import { spectrumOfValues } from "../../findings/spectrum";
import {
  CHANNEL_SCALING,
  EQUAL_SUMS,
  FROZEN_NEURONS,
  GENERAL_SCALING,
  HOMOGENEOUS_SCALING,
  INDUCED_MANIFOLDS,
} from "../../report/manifolds/words";
import { t } from "../../findings/language";
import { evenTies, restAtZero, ACROSS_LAYERS } from "./words";

export function manifoldSections(
  network: Network,
  { search, note, lattice, orbit, parts, ranks }: ManifoldStudy,
  generic: Claim<number>,
): { manifolds: ManifoldEntry[]; symmetry: SymmetrySection } {
  if (parts?.search) {
    const { manifolds, near, beginning } = partSections(network, parts.search);
    const symmetry = {
      searched: true,
      ofParts: true as const,
      layers: [],
      near,
      nearMore: parts.search.nearMore,
      orbit: orbitSection(orbit, generic),
    };
    const latticeNote = lattice.kind === "none" ? lattice.why : "";
    return { manifolds, symmetry: { ...symmetry, lattice: null, latticeNote, ...(beginning ? { beginning } : {}) } };
  }
  const ofNeurons = (search?.manifolds ?? []).map((manifold) => entryOf(network, manifold));
  const ofRanks = ranks === undefined ? [] : rankEntries(network, ranks);
  // On top of all ties of neurons: then that is the smallest.
  const together = ranks?.of == null ? ofRanks : ofRanks.slice(0, 1).map((low) => withTies(ofNeurons[0], low));
  const manifolds = [...together, ...ofNeurons].toSorted((a, b) => (a.dimension.value ?? 0) - (b.dimension.value ?? 0));
  const first = manifolds[0]?.groups[0] === ofNeurons[0]?.groups[0];
  return {
    manifolds,
    symmetry: {
      searched: search !== null,
      ...(note === undefined ? {} : { note }),
      layers: search === null ? [] : layerGroups(network, search, first),
      near: [
        ...(search?.near ?? []).map(({ group, distance }): NearManifold => ({ ...groupOf(network, group), distance })),
        ...nearEntries(network, ranks?.near ?? []),
      ],
      nearMore: search?.nearMore ?? 0,
      orbit: orbitSection(orbit, generic),
      lattice: lattice.kind === "lattice" ? lattice.lattice : null,
      ...(lattice.kind === "lattice" ? {} : { latticeNote: lattice.why }),
    },
  };
}

const INVARIANCE = INDUCED_MANIFOLDS;

function entryOf(network: Network, manifold: Manifold): ManifoldEntry {
  const { kind, groups, dimension, equivalentWidths, distance, exact, tolerance } = manifold;
  return {
    kind,
    groups: groups.map((group) => groupOf(network, group)),
    dimension: exact
      ? certified(dimension, { reference: INVARIANCE })
      : measured(dimension, distance, tolerance, {
          reference: INVARIANCE,
          note: t`Some ties are equalities of sums or ratios, which hold as far as rounding lets one see.`,
        }),
    equivalentWidths,
    scaling: scalingOf(network, groups),
    distance,
  };
}

function groupOf(network: Network, { layer, kind, units, factors, elsewhere, strength }: Group): NeuronGroup {
  const why = whyOf(kind, network.layers[layer].activation);
  const byChannel = strength > 0 && isJoinedByChannel(network, layer);
  return {
    layer: network.layers[layer].name,
    kind,
    neurons: units,
    factors,
    ...(elsewhere.length === 0
      ? {}
      : {
          elsewhere: elsewhere.map((part) => ({
            layer: network.layers[part.layer].name,
            neurons: part.units,
            factors: part.factors,
          })),
        }),
    why: elsewhere.length > 0 ? `${ACROSS_LAYERS} ${why}` : byChannel ? `${BY_CHANNEL} ${why}` : why,
  };
}

/** Whether the neurons of a layer do not all read the same ones, or are not all read by the same ones. */
function isJoinedByChannel(network: Network, own: number): boolean {
  return network.layers.some(
    ({ sources }, layer) => (layer === own || sources.includes(own)) && !isDense(network, layer),
  );
}

const BY_CHANNEL = t`They read neurons that are tied, or the same ones, and such neurons read them.`;

function whyOf(kind: GroupKind, of: Activation): string {
  const { name: activation } = of;
  switch (kind) {
    case "identical":
      return t`Their incoming and outgoing weights are the same, so their gradients are too.`;
    case "opposite":
      return t`${activation} is odd and their weights are equal or opposite, so their gradients are too.`;
    case "mirrored":
      return evenTies(activation);
    case "proportional":
      return t`${activation} is homogeneous and their weights are in one proportion, which their gradients keep.`;
    case "zero":
      return t`${activation}(0) = 0 and all their weights are 0, so their gradients are 0.`;
    case "still":
      return isGate(of)
        ? restAtZero(activation)
        : t`Their incoming weights are 0, where ${activation} has derivative 0, so these never move.`;
    case "frozen":
      return FROZEN_NEURONS;
    case "silent":
      return t`All that they read is 0 and stays 0, so their value stays ${activation}(0).`;
    case "equitable":
      return EQUAL_SUMS;
  }
}

/** `k` identical neurons against one. */
function scalingOf(network: Network, groups: readonly Group[]): string {
  const moving = groups.filter(({ strength }) => strength > 0);
  if (moving.length === 0) return t`The neurons that do not move can be left out.`;
  if (network.layers.some((_, layer) => !isDense(network, layer))) return CHANNEL_SCALING;
  const homogeneous = moving.every(({ layer }) => activationTraits(network.layers[layer].activation).homogeneous);
  if (homogeneous) return HOMOGENEOUS_SCALING;
  return GENERAL_SCALING;
}

/** Ties of neurons first: they are numbered. */
function withTies(tied: ManifoldEntry, low: ManifoldEntry): ManifoldEntry {
  const scaling = `${tied.scaling} ${low.scaling}`;
  return { ...low, kind: "several", groups: [...tied.groups, ...low.groups], scaling };
}

/** `first`: the smallest manifold is one of tied neurons. */
function layerGroups(
  network: Network,
  { neurons, partition, manifolds }: ManifoldSearch,
  first: boolean,
): LayerGroups[] {
  return network.layers.slice(0, -1).map(({ name, units }, layer): LayerGroups => {
    const groupOfUnit = Array<number>(units).fill(-1);
    ((first ? manifolds.at(0)?.groups : undefined) ?? []).forEach((group, index) => {
      for (const part of [group, ...group.elsewhere])
        if (part.layer === layer) for (const unit of part.units) groupOfUnit[unit] = index;
    });
    return {
      layer: name,
      width: units,
      equivalentWidth: movingBlocks(neurons, partition, layer),
      groupOf: groupOfUnit,
    };
  });
}

function orbitSection(
  { dimension, explained, smallerThanExplained, rank }: Orbit,
  generic: Claim<number>,
): OrbitSection {
  return {
    dimension,
    generic,
    explained,
    smallerThanExplained,
    spectrum: rank === null ? null : spectrumOfValues(rank.values, rank.rank, rank.gap, rank.tolerance),
  };
}

/** Where nothing was searched, for this reason. */
export function notSearched(note: string): SymmetrySection {
  return {
    searched: false,
    note,
    layers: [],
    near: [],
    nearMore: 0,
    orbit: {
      dimension: unknown(note),
      generic: unknown(note),
      explained: unknown(note),
      smallerThanExplained: false,
      spectrum: null,
    },
    lattice: null,
    latticeNote: note,
  };
}
