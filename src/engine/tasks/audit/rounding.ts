/**
 * What storing weights in a type with unit roundoff u may change: |δw| ≤ u |w| for each of them, but for numbers so small
 * that the type has no more digits for them. So a quadratic law moves by at most Σ |A_ij| (2u + u²) |w_i| |w_j|: of a family,
 * in the norm of its values, by (2u + u²) Σ |w|²; a sum of weights by u Σ |w|.
 */

/** 2^{-p} for the p bits of the mantissa, the leading one included; of integers 0: they are what they are. */
const UNIT_ROUNDOFF: Readonly<Record<string, number>> = {
  F64: 2 ** -53,
  F32: 2 ** -24,
  F16: 2 ** -11,
  BF16: 2 ** -8,
  F8_E4M3: 2 ** -4,
  F8_E4M3FNUZ: 2 ** -4,
  F8_E5M2: 2 ** -3,
  F8_E5M2FNUZ: 2 ** -3,
};

/** Types below single precision. */
export const isHalf = (dtype: string): boolean => unitRoundoff(dtype) > UNIT_ROUNDOFF.F32;

export function unitRoundoff(dtype: string): number {
  return UNIT_ROUNDOFF[dtype] ?? 0;
}
