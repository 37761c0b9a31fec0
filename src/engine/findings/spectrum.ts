/** The singular values that a rank was read from, largest first, and the decision taken on them. */

export interface Spectrum {
  readonly values: readonly number[];
  readonly rank: number;
  /** Ratio of the smallest value counted as nonzero to the largest counted as zero; `null` when none is zero. */
  readonly gap: number | null;
  /** Values below this count as zero. */
  readonly tolerance: number;
  /** True when `values` was thinned to what a chart can show. */
  readonly thinned: boolean;
}

/**
 * Singular values are carried up to this many; more are thinned evenly, keeping both ends and both sides of the gap.
 */
const MOST_SINGULAR_VALUES = 600;

/** Thinned to what a chart can show. */
export function spectrumOfValues(
  values: readonly number[],
  rank: number,
  gap: number | null,
  tolerance: number,
): Spectrum {
  const keep = (index: number): boolean =>
    index === 0 ||
    index === values.length - 1 ||
    Math.abs(index - rank) <= 20 ||
    index % Math.ceil(values.length / MOST_SINGULAR_VALUES) === 0;
  const thinned = values.length > MOST_SINGULAR_VALUES;
  return { values: thinned ? values.filter((_, index) => keep(index)) : values, rank, gap, tolerance, thinned };
}
