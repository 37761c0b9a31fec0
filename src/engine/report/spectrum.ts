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
