/** A kind of layer: one file here, one row in index.ts. It composes instructions (../program); it runs nothing. */
import type { Layer, Written } from "../network";
import type { Port } from "../port";
import type { Builder, Value } from "../program/program";
import type { Wiring } from "../program/wirings";

export interface BlockKind {
  readonly kind: Layer["type"];
  /** A spec writes its weights as a matrix for each source, as one number for each unit, or as a matrix for each node. */
  readonly written: "matrix" | "list" | "path";
  /** What the layer computes of its sources, one after the other as `from` names them, before bias and activation. */
  build(layer: Layer, program: Builder, sources: readonly Value[]): Built;
}

export interface Built {
  /** Of layer.units numbers. */
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
  readonly written: Written;
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
