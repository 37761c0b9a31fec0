/** Theta into the tensors of a file: the way back of load.ts. */
import type { Checkpoint } from "../checkpoint/checkpoint";
import { placeIn } from "./layout";
import type { Matched } from "./match";

/** Numbers read at once: 32 MB. */
const AT_ONCE = 2 ** 22;

/** A tensor of a file, some of whose numbers are to be others. */
export interface ChangedTensor {
  readonly tensor: string;
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

function allOf(checkpoint: Checkpoint, tensor: string): Float64Array {
  const elements = checkpoint.tensors.find(({ name }) => name === tensor)?.elements ?? 0;
  const values = new Float64Array(elements);
  for (let from = 0; from < elements; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, elements - from);
    values.set(checkpoint.read(tensor, { from, count }).values, from);
  }
  return values;
}
