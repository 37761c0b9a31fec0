/**
 * Seeded random numbers that are the same on every platform: xoroshiro128+ from pure-rand for the bits, and only
 * operations that IEEE 754 defines exactly (+ - * / sqrt) on top. Math.log and Math.cos may differ in the last bit
 * between JavaScript engines, so the normal distribution uses its own logarithm.
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Uniform integer in [0, bound), bound <= 2^53. */
  integer(bound: number): number;
}

const WARM_UP = 32;

/** A stream for one purpose: streams of different `labels` under one seed are unrelated. */
export function randomStream(seed: number, label: string): RandomStream {
  const bits = xoroshiro128plus(mix(seed, label));
  // The generator starts from 32 bits spread thinly over its 128: let them mix.
  for (let i = 0; i < WARM_UP; i++) bits.next();
  let spare: number | null = null;
  const uniform = (): number => {
    const high = bits.next() >>> 5;
    const low = bits.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const s = x * x + y * y;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLogarithm(s)) / s);
      spare = y * factor;
      return x * factor;
    }
  };
  return { uniform, normal, integer: (bound) => Math.floor(uniform() * bound) };
}

/** FNV-1a over the seed and the label: one 32-bit state per stream. */
function mix(seed: number, label: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${label}`) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash | 0;
}

const LN2 = 0.6931471805599453;

/**
 * ln x for 0 < x < 1 with exactly defined operations: x = m 2^-e, m in [2/3, 4/3); ln m = 2 artanh((m-1)/(m+1)) as a
 * series.
 */
export function naturalLogarithm(x: number): number {
  let m = x;
  let exponent = 0;
  while (m < 2 / 3) {
    m *= 2;
    exponent--;
  }
  const z = (m - 1) / (m + 1);
  const square = z * z;
  let sum = 0;
  // |z| <= 1/5: twelve terms reach 1e-17.
  for (let k = 12; k >= 0; k--) sum = sum * square + 1 / (2 * k + 1);
  return 2 * z * sum + exponent * LN2;
}
