/**
 * Sections of the report about structural invariant manifolds: what ties neurons to each other at the initialization.
 */
import type { Lattice } from "../../findings/lattice";
import type { Claim } from "../../findings/claim";
import type { Spectrum } from "../../findings/spectrum";

/** One of these for every group of neurons that training cannot separate. */
export interface NeuronGroup {
  readonly layer: string;
  readonly kind:
    | "identical"
    | "opposite"
    | "mirrored"
    | "proportional"
    | "zero"
    | "still"
    | "frozen"
    | "silent"
    | "equitable"
    | "low-rank";
  /** Numbers within the layer, from 0, as in "layer1[0]". */
  readonly neurons: readonly number[];
  /** Per neuron: its incoming weights are so many times the first one's; 0: it does not move. */
  readonly factors: readonly number[];
  /** Members in layers parallel to this one; their factors are relative to this layer's first. */
  readonly elsewhere?: readonly {
    readonly layer: string;
    readonly neurons: readonly number[];
    readonly factors: readonly number[];
  }[];
  /** What its members are, where these are no neurons of the layer but "head", "channel", …; then `neurons` numbers those. */
  readonly part?: string;
  /** Tensors of the layer that are meant alone, where it is not all of the members; without members (`neurons` empty) parts of these. */
  readonly tensors?: readonly string[];
  /**
   * Of low rank: that of the weights into and out of a linear wire, side by side, and the largest that there can be. `neurons` is empty then, and
   * `tensors` says which weights these are; none: those into and out of the layer.
   */
  readonly rank?: { readonly value: number; readonly of: number };
  /** The symmetry behind it, one sentence. */
  readonly why: string;
}

/** An invariant manifold that contains the initialization: no data and no loss make gradient flow leave it. */
export interface ManifoldEntry {
  /** That of its groups; "several" when they differ. */
  readonly kind: NeuronGroup["kind"] | "several";
  readonly groups: readonly NeuronGroup[];
  readonly dimension: Claim<number>;
  /** Widths of the network that trains alike: inputs, then neurons that move in each layer; empty where it is no graph of neurons. */
  readonly equivalentWidths: readonly number[];
  /**
   * Of heads, units, channels, … of a layer: how many do in place of how many there are, one of the copies with what it writes as often as there
   * are copies. Compared at random inputs; absent where none can go.
   */
  readonly fewer?: readonly {
    readonly layer: string;
    readonly part: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** How to read the smaller network: the scaling that makes it train alike. */
  readonly scaling: string;
  /**
   * From the initialization to the manifold, relative to the norm of the weights concerned: 0, or what rounding leaves.
   */
  readonly distance: number;
}

/** Neurons that are nearly tied: training separates them, slowly. */
export interface NearManifold extends NeuronGroup {
  /** Relative to the norm of the weights of these neurons. */
  readonly distance: number;
}

export interface SymmetrySection {
  /** False when nothing was searched; `note` says why. */
  readonly searched: boolean;
  readonly note?: string;
  /** The network is no graph of neurons: heads, channels, numbers of tensors were looked at; `layers` is empty. */
  readonly ofParts?: true;
  /** Hidden layers, for a picture of the neurons by group. */
  readonly layers: readonly LayerGroups[];
  readonly near: readonly NearManifold[];
  /** Groups that look nearly tied too, beyond those of `near`: not measured. */
  readonly nearMore: number;
  readonly orbit: OrbitSection;
  /** Tensors that are 0 and move at once, and those that no gradient reaches until they have; absent where none waits. */
  readonly beginning?: { readonly first: readonly string[]; readonly later: readonly string[] };
  /** All symmetry-induced manifolds of a network with one hidden layer. */
  readonly lattice: Lattice | null;
  /** Why there is no lattice. */
  readonly latticeNote?: string;
}

export interface LayerGroups {
  readonly layer: string;
  readonly width: number;
  /** Neurons that move on their own: as many as the equivalent network has. */
  readonly equivalentWidth: number;
  /** Per neuron the index of its group in the first of `manifolds`, or -1 when it goes its own way. */
  readonly groupOf: readonly number[];
}

export interface OrbitSection {
  /** Of the set that gradient flows reach from the initialization: at least so many directions were found. */
  readonly dimension: Claim<number>;
  /** The same from a generic point. */
  readonly generic: Claim<number>;
  /** What the manifolds above leave. */
  readonly explained: Claim<number>;
  /** True when fewer directions were found than `explained`: something else holds the trajectory. */
  readonly smallerThanExplained: boolean;
  readonly spectrum: Spectrum | null;
}

export interface ManifoldsFacts {
  /**
   * Structural invariant manifolds that contain the initialization, smallest first; none: every neuron goes its own
   * way.
   */
  readonly manifolds: readonly ManifoldEntry[];
  /** What else is known of the symmetries that make them. */
  readonly symmetry: SymmetrySection;
}
