/**
 * Which distances d = t − t' of two tokens there are, and which of them share a trained number: each has its own, or they come in T5's
 * buckets (arXiv:1910.10683; Hugging Face's `_relative_position_bucket`). Of n buckets, n / 2 where tokens ahead are seen, which have
 * as many behind them: with e = ⌊n / 2⌋ single distances |d| < e, and beyond
 *   e + ⌊ log(|d| / e) / log(maxDistance / e) (n − e) ⌋,   at most n − 1.
 * Without tokens ahead d < 0 counts as 0. The logarithms are those of single precision there, which decides where a quotient is whole.
 */
import type { Refusal } from "../block";
import type { LayerOwn } from "../properties";
import { tooFewBuckets, tooShortDistance } from "./words";

export interface Distances {
  /** How many numbers there are for each head. */
  readonly count: number;
  /** Which of them is for a distance. */
  of(distance: number): number;
}

/** From one on, symmetric about 0 or from 0 on; `reach` tokens are seen in each direction, the token itself among them. */
export function distancesFrom(from: number, reach: number): Distances {
  return { count: reach - from, of: (distance) => distance - from };
}

export function bucketsOf({ buckets = 32, maxDistance = 128 }: LayerOwn, causal: boolean): Distances | Refusal {
  const each = causal ? buckets : Math.floor(buckets / 2);
  const single = Math.floor(each / 2);
  if (single < 1) return tooFewBuckets(buckets);
  if (maxDistance <= single) return tooShortDistance(maxDistance, single);
  const { fround } = Math;
  const range = fround(Math.log(maxDistance / single));
  const far = (d: number): number => {
    const along = fround(fround(Math.log(fround(d / single))) / range);
    return Math.min(single + Math.floor(fround(along * (each - single))), each - 1);
  };
  const within = (d: number): number => (d < single ? d : far(d));
  return {
    count: buckets,
    of: (distance) => (causal ? within(Math.max(distance, 0)) : within(Math.abs(distance)) + (distance < 0 ? each : 0)),
  };
}
