/**
 * Mini-batches without replacement: in every epoch a new random permutation of 0 … samples-1 (Fisher & Yates; D. Knuth,
 * The Art of Computer Programming 2, §3.4.2, Algorithm P), cut into batches of the given size; the last one of an epoch
 * is smaller where the size does not divide the samples, as PyTorch's DataLoader does it by default.
 *
 * Cost: samples random numbers per epoch. Allocates at the start only.
 */
import { randomStream } from "../../math/random/streams";

export interface Batches {
  /** The next batch: a view of the epoch's order, which the next epoch shuffles again. */
  next(): Int32Array;
}

/** Throws a RangeError unless 1 <= size. The same seed gives the same batches on every platform. */
export function drawBatches(samples: number, size: number, seed: number): Batches {
  if (!(samples >= 1 && size >= 1)) throw new RangeError(`batches of ${size} out of ${samples} samples`);
  const random = randomStream(seed, "batches");
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  // One view per place in the order, made once.
  const views = Array.from({ length: Math.ceil(samples / size) }, (_, b) =>
    order.subarray(b * size, Math.min(samples, (b + 1) * size)),
  );
  let batch = 0;
  return {
    next() {
      if (batch === 0) shuffle(order, random.integer);
      const view = views[batch];
      batch = (batch + 1) % views.length;
      return view;
    },
  };
}

function shuffle(order: Int32Array, integer: (bound: number) => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
