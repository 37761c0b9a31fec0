/**
 * A kind of layer: one file here, one row in index.ts. It composes instructions (../program); it runs nothing. What else
 * must be known of it, by the spec language and by those who write its weights down, is data in its row.
 */
import type { Port } from "../port";
import type { Builder, Value } from "../program/program";
import type { Wiring } from "../program/wirings";

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
  /** What the layer computes of its sources, one after the other as `from` names them, before bias and activation. */
  build(size: LayerSize, program: Builder, sources: readonly Value[]): Built;
}

/** How weights are named, and written in a spec: W2[i,j] in a matrix with a row for each unit, d2[i] in a list with a number. */
export interface WeightNames {
  readonly letter: string;
  /** The letters of formulas: in the laws of linear layers, and in all others, as the papers have them. */
  readonly inLaws: { readonly linear: string; readonly other: string };
  readonly shape: "matrix" | "list";
}

export type LayerProperty = (typeof ORDINARY)[number] | "width" | "grid";

/** What layers with activations have. */
export const ORDINARY = ["units", "activation", "slope", "bias", "train", "from"] as const;

export interface LayerSize {
  readonly units: number;
  /** Number of nodes in depth, of a layer that is a path. */
  readonly grid?: number;
}

export interface Built {
  /** Of `units` numbers. */
  readonly output: Value;
  readonly tensors: readonly BuiltTensor[];
}

/** A piece of theta and how it acts. */
export interface BuiltTensor {
  /** Which of the sources it acts on. */
  readonly source: number;
  readonly offset: number;
  /** It is written as a table, row-major. */
  readonly rows: number;
  readonly columns: number;
  readonly wiring: Wiring;
  /** Its weights at the layer's units, and at those of the source. */
  readonly writes: Port;
  readonly reads: Port;
}

/** What is written and how it acts, for a source of one width. */
type Shape = Omit<BuiltTensor, "source" | "offset">;

/** One tensor for every source, added up: what `shape` says it is. */
export function sumOverSources(program: Builder, sources: readonly Value[], shape: (width: number) => Shape): Built {
  const terms: Value[] = [];
  const tensors = sources.map((value, source): BuiltTensor => {
    const tensor = shape(program.sizeOf(value));
    const { value: weights, offset } = program.parameter(tensor.rows * tensor.columns);
    terms.push(program.contract(weights, value, tensor.wiring));
    return { source, offset, ...tensor };
  });
  return { output: program.add(terms), tensors };
}
