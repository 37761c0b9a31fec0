/**
 * What both forms of the architecture are turned into on the way to a network: layers with the places they came from.
 */
import type { Node } from "jsonc-parser";
import type { Activation, Layer, Network } from "../../model/network";
import type { Span } from "../notes";
import { switched } from "../schema/keywords";
import { TRAIN } from "../schema/switches";

export interface Resolved {
  readonly network: Network;
  /** Per layer: the shortest piece of text that stands for it. */
  readonly places: readonly Span[];
  /** Where the widths are written: the input's, then each layer's; `null` where a width follows from another. */
  readonly widths: readonly (Node | null)[];
}

export const IDENTITY: Activation = { name: "identity", slope: 0 };

/** What a layer says of its training; what trains everything is not written down. */
export function trainedOf(train: NonNullable<Layer["trained"]> | boolean | undefined): Pick<Layer, "trained"> {
  const trained = train === undefined ? "all" : switched(train, TRAIN);
  return trained === "all" ? {} : { trained };
}

/** A layer's name where the spec gives none; `index` counts from 0. */
export function defaultName(index: number): string {
  return `layer${index + 1}`;
}
