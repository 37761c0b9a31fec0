/**
 * A group of transformations and the laws it gives: one file here, one row in index.ts. It says where in a network it
 * finds its families, which functions they list and how they are written; values, gradients, ranks, level sets and
 * drifts follow (../families.ts, ../law-rank.ts, ../../metric/law-map.ts).
 *
 * What only some groups are proved to have is asked of them by name, where the proof stands: independence
 * (../independence.ts), the count on the graph (../count.ts) and the count under a loss (../loss-laws.ts) know nothing of
 * a group that they do not name.
 */
import type { Formula } from "../../../findings/formula";
import type { LawOrigin } from "../../../findings/laws";
import type { LossName } from "../../../flow/objective/losses";
import type { Network } from "../../../model/network";
import type { Touch } from "../../../model/wires";
import type { GateStudy } from "../gates";
import type { Site } from "../sites";

export interface LawGroup {
  readonly name: string;
  readonly title: string;
  /** Where the laws come from, with the statement's number. */
  readonly reference: string;
  readonly laws: LinearLaws | QuadraticLaws;
  formula(network: Network, family: LawFamily): Formula;
  /** Names of the values, one for each; of a table, one for each neuron of it. */
  labels(network: Network, family: LawFamily): string[];
  /** What moves when the values drift. */
  drifting(network: Network, family: LawFamily): string;

  /** The laws of phi on a wire. */
  onWire?(site: Site): readonly Found[];
  /** Those of a layer; `dead`: it leads nowhere. */
  ofLayer?(network: Network, layer: number, dead: boolean): readonly Found[];
  /** Laws of phi of several wires that have families (those of `onWire`) each. */
  between?(network: Network, families: readonly LawFamily[]): Found[];
  /** Laws of the network's function near one theta; `known`: those of phi. */
  near?(
    network: Network,
    sites: readonly Site[],
    gates: Pick<GateStudy, "groups" | "unmoved">,
    known: readonly LawFamily[],
  ): Found[];
  /** Laws under one loss; `why`: there are some, and they are not listed. */
  under?(network: Network, loss: LossName): Found[] | Unlisted;
}

/** Sums of weights, and differences of them. */
export interface LinearLaws {
  readonly order: 1;
  /** Positions in theta whose sum is the law, for each law; … */
  positions(family: LawFamily): readonly (readonly number[])[];
  /** … and those that are taken away, in the same order; absent: none. */
  subtracted?(family: LawFamily): readonly (readonly number[])[];
}

/** h = θᵀAθ/2 by the family's strands, and its doubled weights, numbered by pairs of neurons. */
export interface QuadraticLaws {
  readonly order: 2;
  /** The pairs (j, k) that number the laws: neurons of the layer; of the layer and its partner where there is one. */
  pairs(family: LawFamily): (readonly [number, number])[];
  /** They are all entries of one matrix, so that xᵀ S y is one of them for any x and y. */
  readonly whole: boolean;
  /**
   * The neurons among which the values stand as one symmetric table, a row and a column for each; absent: they stand one
   * after the other.
   */
  among?(family: LawFamily): readonly number[];
}

export interface LawFamily {
  readonly id: string;
  readonly group: LawGroup;
  readonly from: LawOrigin;
  /** The hidden layer whose symmetry it is, the dead layer, or the output. */
  readonly layer: number;
  /** What has it, as labels write it: the layer's name, or that of a wire within it. */
  readonly name: string;
  /** What writes the wire and what reads it; of linear laws what they are made of. */
  readonly incoming: readonly Touch[];
  readonly outgoing: readonly Touch[];
  /** What its laws are made of; none where they are linear. */
  readonly strands: readonly Strand[];
  /** Weights that are added twice to the laws (j, j), one for each j; absent: none. */
  readonly doubled?: readonly number[];
  /** Number of neurons n of the layer; `sum`: of functions. */
  readonly size: number;
  /** Number of functions: n(n+1)/2, n n', n, g(g-1)/2 for g neurons together, or the number of frozen weights. */
  readonly count: number;
  /** cross: the other layer. */
  readonly partner?: Pick<LawFamily, "layer" | "name" | "incoming" | "outgoing" | "size">;
  /** together: which neurons of the layer. */
  readonly members?: readonly number[];
  /** shift, offset: channels that are added up together, where it is not all of them. */
  readonly parts?: readonly (readonly number[])[];
  /** frozen: which weights, where it is not all incoming ones. */
  readonly positions?: readonly number[];
}

export interface Unlisted {
  readonly why: string;
}

/** What a group finds: whose it is, and of what it holds, whoever asked the group adds. */
export type Found = Omit<LawFamily, "group" | "from">;

/**
 * What one tensor gives to the law (j, k) of a family:  sign * sum over lines c of theta[first(j, c)] theta[second(k, c)].
 * Both are the same tensor, but for laws between two layers.
 */
export interface Strand {
  readonly sign: 1 | -1;
  readonly first: Lines;
  readonly second: Lines;
}

/** A tensor's weights at the channels of a wire (model/port.ts), line by line: where in theta. */
export interface Lines {
  readonly count: number;
  at(channel: number, line: number): number;
}
