/** Batches of one sample: a norm of the batch then has one number for each channel, which is 0 without its mean, whatever it is. */
import { compile } from "../model/compile";
import type { Network } from "../model/network";
import { positionsOf } from "../model/shape";
import type { Optimizer } from "./plan";

/** The first layer that norms a batch, and has one position; `null`: there is none. */
export function normOfOneNumber(network: Network): string | null {
  const { layers } = compile(network);
  const at = network.layers.findIndex(
    ({ own }, index) => own?.norm === "batch" && positionsOf(layers[index].shape) === 1,
  );
  return at < 0 ? null : network.layers[at].name;
}

/** Whether a run meets such a batch: all there is, every one, or what an epoch ends with. `samples`: `null` is not known yet. */
export function meetsLoneBatch(samples: number | null, optimizer: Optimizer): boolean {
  const size = optimizer.type === "gradient-descent" ? optimizer.batchSize : null;
  return samples === 1 || size === 1 || (samples !== null && size !== null && samples > size && samples % size === 1);
}
