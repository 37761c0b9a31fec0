/** The numbers of matched tensors, into theta. */
import type { Checkpoint } from "../checkpoint/checkpoint";
import { isContiguous, placeIn } from "./layout";
import type { Matched } from "./match";
import type { NotFinite } from "./words";

/** Numbers read at once: 32 MB. */
const AT_ONCE = 2 ** 22;

/** Writes a piece into theta, its weights times the scale. Cost: its numbers, or, of a tensor that is laid out otherwise, all of that tensor's. Throws a `CheckpointError`. */
export function loadPiece(
  checkpoint: Checkpoint,
  { piece, tensor, view }: Matched,
  theta: Float64Array,
  scale = 1,
): NotFinite | null {
  const { offset, rows, columns } = piece.block;
  const into = theta.subarray(offset, offset + rows * columns);
  if (isContiguous(view))
    for (let from = 0; from < into.length; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, into.length - from);
      into.set(checkpoint.read(tensor, { from: view.base + from, count }).values, from);
    }
  else {
    const { values } = checkpoint.read(tensor);
    for (let i = 0; i < into.length; i++) into[i] = values[placeIn(view, i)];
  }
  // As in a draw: a scale is one of weights, not of biases, nor of gains, whose start no scheme decides.
  if (scale !== 1 && piece.block.source !== null && piece.block.start === undefined)
    for (let i = 0; i < into.length; i++) into[i] *= scale;
  return notFiniteIn(into, tensor);
}

function notFiniteIn(values: Float64Array, tensor: string): NotFinite | null {
  let [nan, infinite] = [0, 0];
  for (const value of values)
    if (Number.isNaN(value)) nan++;
    else if (!Number.isFinite(value)) infinite++;
  return nan + infinite === 0 ? null : { tensor, nan, infinite };
}
