/** A kind of layer: one file here, one row in index.ts. It composes instructions (../program); it runs nothing. */
import type { Layer } from "../network";
import type { Builder, Value } from "../program/program";
import type { Wiring } from "../program/wirings";

export interface BlockKind {
  readonly kind: Layer["type"];
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
}

/** One tensor for every source, added up: what `shape` says it is. */
export function sumOverSources(
  program: Builder,
  sources: readonly Value[],
  shape: (width: number) => { readonly rows: number; readonly columns: number; readonly wiring: Wiring },
): Built {
  const terms: Value[] = [];
  const tensors = sources.map((value, source): BuiltTensor => {
    const { rows, columns, wiring } = shape(program.sizeOf(value));
    const { value: weights, offset } = program.parameter(rows * columns);
    terms.push(program.contract(weights, value, wiring));
    return { source, offset, rows, columns, wiring };
  });
  return { output: program.add(terms), tensors };
}
