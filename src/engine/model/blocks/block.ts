/**
 * A kind of layer: one file here, one row in index.ts. It composes instructions (../program); it runs nothing. What else
 * must be known of it, by the spec language and by those who write its weights down, is data in its row.
 */
import type { Block, Start, WeightNames } from "../block";
import { atEveryPosition, type Port } from "../port";
import type { Alike } from "../exchange";
import type { LayerOwn, OwnName } from "./properties";
import type { Builder, Value } from "../program/program";
import type { Wiring } from "../program/wirings";
import { isVector, sameShape, type Shape } from "../shape";
import type { Touch, WireBook, WireId } from "../wires";

export interface BlockKind {
  /** What a layer computes, in Markdown, for the schema. */
  readonly words: string;
  /** The properties that a spec must say of it, and all that mean something for it. */
  readonly needs: readonly LayerProperty[];
  readonly takes: readonly LayerProperty[];
  /** What completion offers, its type being said. */
  readonly snippet: { readonly description: string; readonly properties: Readonly<Record<string, string>> };
  /**
   * `null`: it has units of its own, as many as the spec says, and any number of sources. Else it has one source and as
   * many units as that: what it does with it, as in "A diagonal layer …".
   */
  readonly oneSource: string | null;
  /** It is its network's only layer. */
  readonly alone: boolean;
  readonly names: WeightNames;
  /**
   * How its numbers are laid out, given what it says of itself and its sources; `units`: what the spec says, 0 where it
   * says nothing.
   */
  shape(layer: LayerSize, sources: readonly Shape[]): Shape | Refusal;
  /** What the layer computes of its sources, before bias and activation. */
  build(size: LayerSize, site: BuildSite): Built;
}

export type LayerProperty = (typeof ORDINARY)[number] | "width" | "grid" | "body" | "share" | OwnName;

/** Why a layer cannot be, and which of its properties says so. */
export interface Refusal {
  readonly at: LayerProperty;
  readonly why: string;
  readonly help: string;
  /** Of a list: which entry, where it is one of them. */
  readonly entry?: number;
  /** It is only too large. */
  readonly tooLarge?: true;
}

export function isRefusal(found: Shape | Refusal): found is Refusal {
  return "why" in found;
}

/** What layers with activations have. */
export const ORDINARY = ["units", "activation", "slope", "bias", "train", "from"] as const;

/** The same of a layer whose units follow from something else. */
export const WITHOUT_UNITS = ORDINARY.filter((name) => name !== "units");

export interface LayerSize {
  readonly units: number;
  /** Behind it a bias is added anyhow; of use for biases within. */
  readonly bias?: boolean;
  readonly own?: LayerOwn;
  /** Number of nodes in depth, of a layer that is a path. */
  readonly grid?: number;
}

/** What a layer is built with. */
export interface BuildSite {
  readonly program: Builder;
  readonly wires: WireBook;
  /** One after the other as `from` names them. */
  readonly sources: readonly Signal[];
  /** The next piece of theta. */
  tensor(tensor: TensorShape): BuiltTensor;
  /** A wire for the layer's units, or one of its own. */
  open(size: number, inner?: string): WireId;
  /** It has parts that are alike, besides its units. */
  alike(parts: Alike): void;
  /** The layer's units lie on a wire that another one opened. */
  lead(wire: WireId): void;
  /**
   * A number added to all weights of a channel on one side, and taken from all those on the other, changes nothing that the
   * layer computes, channel by channel.
   */
  compensate(of: Compensation): void;
}

export interface Compensation {
  readonly size: number;
  readonly plus: readonly Touch[];
  readonly minus: readonly Touch[];
}

/** What one layer hands to the next. */
export interface Signal {
  readonly value: Value;
  readonly shape: Shape;
  /** Whose channels its numbers are, and how they lie: as `shape` says, but behind what only reads them otherwise. */
  readonly wire: WireId;
  readonly as: Shape;
  /** The channels may have gone through activations of degree 2 since they were written. */
  readonly degree?: 2;
}

/** The same before bias and activation. */
export interface Built extends Signal {
  /** Its biases are within: none is added behind it. */
  readonly biased?: true;
}

/** A piece of theta, a table, row-major. */
export interface TensorShape {
  /** Of a layer that has several: what it is called, and its letters where they are not the layer's. */
  readonly tensor?: string;
  readonly names?: WeightNames;
  readonly start?: Start;
  readonly held?: true;
  readonly rows: number;
  readonly columns: number;
  /** Which of the sources it acts on; `null`: a bias. */
  readonly source: number | null;
  readonly wiring: Wiring;
  /** How many weights meet at one of the layer's numbers, and at one of the source's. */
  readonly fan: { readonly in: number; readonly out: number };
  /** Its shape, where it is neither a matrix nor a list. */
  readonly dims?: readonly number[];
  /** Those of its numbers that no output depends on, whatever they are; absent: none. */
  readonly idle?: readonly number[];
}

export interface BuiltTensor {
  readonly value: Value;
  readonly block: Block;
}

/** What acts on a source, and how its weights meet the channels it makes and those it reads. */
interface Acting extends Omit<TensorShape, "source" | "fan"> {
  readonly writes: Port;
  readonly reads: Port;
}

/** One tensor for every source, added up: what `acting` says it is for a source of this shape. */
export function sumOverSources(site: BuildSite, shape: Shape, acting: (source: Shape) => Acting): Built {
  const { program, wires, sources } = site;
  const wire = site.open(shape.channels);
  const terms = sources.map((signal, source): Value => {
    const { writes, reads, ...tensor } = acting(signal.shape);
    const fan = { in: writes.lines, out: reads.lines };
    const { value, block } = site.tensor({ ...tensor, source, fan });
    wires.write(wire, { block, port: writes });
    if (isVector(signal.shape)) readSignal(site, signal, { block, port: reads });
    else readChannels(site, signal, { block, port: reads });
    return program.contract(value, signal.value, tensor.wiring);
  });
  return { value: program.add(terms), shape, wire, as: shape };
}

/** A tensor that does the same with the channels of a signal at every position. */
export function readChannels({ wires }: BuildSite, { wire, shape, as, degree }: Signal, { block, port }: Touch): void {
  if (sameShape(shape, as)) wires.read(wire, { block, port, ...(degree === undefined ? {} : { degree }) });
  else wires.fix(wire);
}

/** A tensor that meets every number of a signal by itself reads the wire below at all positions. */
export function readSignal({ wires }: BuildSite, { wire, as, degree }: Signal, { block, port }: Touch): void {
  wires.read(wire, { block, port: atEveryPosition(port, as), ...(degree === undefined ? {} : { degree }) });
}
