/**
 * The factor by which a signal changes at each of L layers: g = (Σ_s b_s / Σ_s a_s)^{1/2L} for mean squares a_s where it
 * begins and b_s where it ends. The ratio R of two sums over independent samples has the standard error
 * (Σ (b_s − R a_s)²)^½ / Σ a_s (Cochran, Sampling Techniques, §6.3), and g that of R times g / (2 L R).
 */
export interface Gain {
  readonly value: number;
  /** Of the samples; that of one sample is not known, and its value stands for it. */
  readonly error: number;
}

/** `null`: nothing begins, or numbers leave the range of doubles. */
export function gainBetween(a: Float64Array, b: Float64Array, layers: number): Gain | null {
  const [begins, ends] = [sum(a), sum(b)];
  const ratio = ends / begins;
  const value = ratio ** (1 / (2 * layers));
  if (!(begins > 0) || !Number.isFinite(value) || !Number.isFinite(begins)) return null;
  if (ratio === 0 || a.length < 2) return { value, error: value };
  const spread = Math.sqrt(sum(a.map((one, s) => (b[s] / begins - ratio * (one / begins)) ** 2)));
  return { value, error: (value * spread) / (2 * layers * ratio) };
}

export function sum(x: Float64Array): number {
  return x.reduce((total, one) => total + one, 0);
}
