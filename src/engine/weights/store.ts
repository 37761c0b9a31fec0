/** Theta into the tensors of a file: the way back of load.ts. */
import type { Checkpoint, TensorInfo } from "../checkpoint/checkpoint";
import type { Network } from "../model/network";
import { placeIn, type View } from "./layout";
import type { Matched } from "./match";
import { namedPieces, type NamedPiece } from "./pieces";

/** Numbers read at once: 32 MB. */
const AT_ONCE = 2 ** 22;

/** A tensor of a file, some of whose numbers are to be others. */
export interface ChangedTensor {
  readonly tensor: string;
  readonly shape: readonly number[];
  /** All its numbers; those that no change is about are as the file has them. Throws a `CheckpointError`. */
  readonly values: () => Float64Array;
}

/**
 * The tensors that `theta` changes against `before`, which was read from this file, its weights times `scaleOf` (load.ts). `matched`: the pieces
 * that come from the file. `null`: a weight changes whose scale is 0, so that no number of the file makes it. Cost: the numbers of theta; `values` those of its tensor.
 */
export function changedTensors(
  checkpoint: Checkpoint,
  matched: readonly Matched[],
  { theta, before }: { readonly theta: Float64Array; readonly before: Float64Array },
  scaleOf: (one: Matched) => number,
): ChangedTensor[] | null {
  const changed = new Map<string, Matched[]>();
  for (const one of matched) {
    const { offset, rows, columns } = one.piece.block;
    const end = offset + rows * columns;
    let at = offset;
    while (at < end && Object.is(theta[at], before[at])) at++;
    if (at === end) continue;
    if (scaleOf(one) === 0) return null;
    changed.set(one.tensor, [...(changed.get(one.tensor) ?? []), one]);
  }
  return [...changed].map(([tensor, pieces]) => ({
    tensor,
    shape: infoOf(checkpoint, tensor).shape,
    values: () => {
      const values = allOf(checkpoint, tensor);
      for (const one of pieces) {
        const { offset, rows, columns } = one.piece.block;
        const scale = scaleOf(one);
        for (let i = 0; i < rows * columns; i++)
          if (!Object.is(theta[offset + i], before[offset + i]))
            values[placeIn(one.view, i)] = theta[offset + i] / scale;
      }
      return values;
    },
  }));
}

/**
 * The tensors of a network that has become narrower, under the names and in the layouts of the old one, whose layers are the same. `null`: a tensor of
 * the file has more numbers than these pieces, or a scale is 0.
 */
export function narrowedTensors(
  checkpoint: Checkpoint,
  matched: readonly Matched[],
  narrow: { readonly network: Network; readonly theta: Float64Array },
  scaleOf: (one: Matched) => number,
): ChangedTensor[] | null {
  const pieces = new Map(namedPieces(narrow.network).map((piece) => [piece.name, piece]));
  const byTensor = new Map<string, { readonly old: Matched; readonly piece: NamedPiece; readonly view: View }[]>();
  for (const old of matched) {
    const piece = pieces.get(old.piece.name);
    const view = piece === undefined ? null : old.as.layout(piece.pieceUnder(old.as));
    if (piece === undefined || view === null || scaleOf(old) === 0) return null;
    byTensor.set(old.tensor, [...(byTensor.get(old.tensor) ?? []), { old, piece, view }]);
  }
  const made: ChangedTensor[] = [];
  for (const [tensor, parts] of byTensor) {
    const covered = parts.reduce((sum, { old }) => sum + old.piece.block.rows * old.piece.block.columns, 0);
    if (covered !== infoOf(checkpoint, tensor).elements) return null;
    const [{ view: whole }] = parts;
    const values = (): Float64Array => {
      const all = new Float64Array(whole.shape.reduce((product, n) => product * n, 1));
      for (const { old, piece, view } of parts) {
        const { offset, rows, columns } = piece.block;
        for (let i = 0; i < rows * columns; i++) all[placeIn(view, i)] = narrow.theta[offset + i] / scaleOf(old);
      }
      return all;
    };
    made.push({ tensor, shape: whole.shape, values });
  }
  return made;
}

function infoOf(checkpoint: Checkpoint, tensor: string): TensorInfo {
  const info = checkpoint.tensors.find(({ name }) => name === tensor);
  if (info === undefined) throw new Error(`${tensor} was matched and is gone`);
  return info;
}

function allOf(checkpoint: Checkpoint, tensor: string): Float64Array {
  const { elements } = infoOf(checkpoint, tensor);
  const values = new Float64Array(elements);
  for (let from = 0; from < elements; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, elements - from);
    values.set(checkpoint.read(tensor, { from, count }).values, from);
  }
  return values;
}
