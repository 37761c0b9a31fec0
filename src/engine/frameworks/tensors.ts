/** Pieces of theta as the tensors of a framework's file: several pieces may make one tensor (weights/layout.ts). */
import type { WrittenValues } from "../checkpoint/write/tensors";
import { placeIn, type View } from "../weights/layout";
import type { NamedPiece } from "../weights/pieces";

/** A piece and where it goes. */
export interface Part {
  readonly piece: NamedPiece;
  /** The whole name in the file. */
  readonly name: string;
  readonly view: View;
}

/** In float64. Cost: a copy of one tensor at a time. */
export function tensorsOf(theta: Float64Array, parts: readonly Part[]): WrittenValues[] {
  const byName = new Map<string, Part[]>();
  for (const part of parts) byName.set(part.name, [...(byName.get(part.name) ?? []), part]);
  return [...byName].map(([name, those]): WrittenValues => {
    let made: Float64Array | null = null;
    return {
      name,
      shape: those[0].view.shape,
      dtype: "F64",
      values(from, count) {
        made ??= assembled(theta, those);
        const values = made.slice(from, from + count);
        if (from + count >= made.length) made = null;
        return values;
      },
    };
  });
}

function assembled(theta: Float64Array, parts: readonly Part[]): Float64Array {
  const values = new Float64Array(parts[0].view.shape.reduce((product, n) => product * n, 1));
  for (const { piece, view } of parts) {
    const { offset, rows, columns } = piece.block;
    for (let i = 0; i < rows * columns; i++) values[placeIn(view, i)] = theta[offset + i];
  }
  return values;
}
